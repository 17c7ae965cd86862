import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { CONNECTABLE_PROVIDERS } from '@/lib/core/providers';
import { createGatewayClient, GATEWAY_DIALECTS } from '@/lib/gateway/create-client';
import { providersThrough } from '@/lib/gateways/connection-rules';
import { countdownText, FORMS, formOf, phoneSolution } from './form-rules';
import { serversOf } from './mail-server-rules';
import { methodsOf, SIGN_IN_FEATURES, supportOf, whyNotHere } from './method-rules';

describe('what can be signed in here', () => {
  it.each(GATEWAY_DIALECTS)(
    'through %s is what its client can, of what it can connect',
    (dialect) => {
      const client = createGatewayClient({
        dialect,
        baseUrl: 'https://api.example.com',
        apiKey: 'key',
        log: pino({ level: 'silent' }),
      });
      const offered = CONNECTABLE_PROVIDERS.flatMap((provider) =>
        methodsOf(dialect, provider).map((method) => `${provider}:${method}`),
      );
      const connectable: readonly string[] = providersThrough(dialect);
      const possible = client.authMethods.filter((one) =>
        connectable.includes(one.slice(0, one.indexOf(':'))),
      );
      expect(offered.toSorted()).toEqual(possible.toSorted());
    },
  );

  it('has a form for each way that is offered', () => {
    const ways = GATEWAY_DIALECTS.flatMap((dialect) =>
      CONNECTABLE_PROVIDERS.flatMap((provider) =>
        methodsOf(dialect, provider).map((method) => formOf(provider, method)),
      ),
    );
    expect([...new Set(ways)].toSorted()).toEqual(Object.keys(FORMS).toSorted());
  });

  it('has a reason for whatever the tables of the guide have in red, and for what asks elsewhere', () => {
    const told = CONNECTABLE_PROVIDERS.flatMap((provider) =>
      SIGN_IN_FEATURES.filter(({ feature }) => whyNotHere(provider, feature)).map(
        ({ feature }) => `${provider} ${feature}`,
      ),
    );
    expect(told.toSorted()).toEqual([
      'GOOGLE oauth',
      'OUTLOOK oauth',
      'TELEGRAM in_app',
      'TELEGRAM password',
    ]);
    expect(supportOf('TELEGRAM', 'password')).toBe('no');
  });
});

describe('what is filled in and sent', () => {
  it('knows the usual servers of an address, and guesses those of others', () => {
    expect(serversOf('jane@gmail.com')).toMatchObject({
      imapHost: 'imap.gmail.com',
      smtpHost: 'smtp.gmail.com',
      smtpPort: 465,
      note: expect.stringContaining('app password'),
    });
    expect(serversOf('jane@GMX.de')).toMatchObject({
      imapHost: 'imap.gmx.net',
      smtpPort: 587,
      smtpEncryption: 'starttls',
    });
    expect(serversOf('jane@harbourline.example')).toMatchObject({
      imapHost: 'imap.harbourline.example',
      smtpHost: 'smtp.harbourline.example',
      note: null,
    });
    expect(serversOf('jane@hotmail.com')?.note).toContain('as Microsoft instead');
    for (const address of ['jane@proton.me', 'jane@tuta.com']) {
      expect(serversOf(address), address).toMatchObject({
        imapHost: '',
        smtpHost: '',
        smtpPort: 465,
        note: expect.stringContaining('cannot be connected'),
      });
    }
    for (const text of ['', 'jane', 'jane@', 'jane@localhost', 'jane@a b.example']) {
      expect(serversOf(text), text).toBeNull();
    }
  });

  it('writes a phone number as the API wants it', () => {
    expect(phoneSolution('+33', '06 12 34 56 78')).toBe('(+33)0612345678');
    expect(phoneSolution('49', '(0151) 234-567')).toBe('(+49)0151234567');
    for (const [code, number] of [
      ['', '0612345678'],
      ['+33', '12'],
      ['+33', 'call me'],
      ['+12345', '0612345678'],
    ] as const) {
      expect(phoneSolution(code, number), `${code} ${number}`).toBeNull();
    }
  });

  it('counts down to nothing and not below', () => {
    expect([300_000, 61_000, 59_001, 1, 0, -5_000].map(countdownText)).toEqual([
      '5:00',
      '1:01',
      '1:00',
      '0:01',
      '0:00',
      '0:00',
    ]);
  });
});
