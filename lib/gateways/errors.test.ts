import { describe, expect, it } from 'vitest';
import { PROVIDERS } from '@/lib/core/providers';
import { classifyError } from '@/lib/gateway/error-classes';
import { POSTPRESS_ERRORS, V1_ERRORS, V2_ERRORS } from '@/lib/gateway/testing/error-types';
import { ACCOUNT_ERRORS } from './account-error-rules';
import { errorWords, sentenceOfType } from './error-rules';
import { REQUEST_ERRORS } from './request-error-rules';

const SUBJECTS = ['message', 'invitation', 'answer'] as const;
const NAMES = { account: 'Jane Ruiz', provider: 'LINKEDIN', person: 'Mira Olsen' } as const;
/** As long as most names get. */
const LONG = { account: 'Dr. Wilhelmina Brandt-Oberhauser', person: 'Maximiliane Featherstone-Ng' };

const DOCUMENTED = [...V1_ERRORS, ...POSTPRESS_ERRORS, ...V2_ERRORS];
const SLUGS = [...new Set(DOCUMENTED.map(({ type }) => type))];

const of = (type: string | null, code: string | null = null, isUnknown = false) =>
  errorWords({ code, type }, { subject: 'message', isUnknown }, NAMES);

describe('what a person is told of an error of the API (D6)', () => {
  it('exists for every type that one of the dialects documents, and for no other', () => {
    expect(SLUGS.filter((type) => sentenceOfType(type) === undefined)).toEqual([]);
    const known = new Set(SLUGS.map((type) => type.slice(type.lastIndexOf('/') + 1)));
    const rows = [...Object.keys(ACCOUNT_ERRORS), ...Object.keys(REQUEST_ERRORS)];
    expect(rows.filter((slug) => !known.has(slug))).toEqual([]);
    expect(new Set(rows).size).toBe(rows.length);
    expect(SLUGS.length).toBe(85 + V2_ERRORS.length);
  });

  it('is plain, whole, and not too long, whatever was asked for and wherever', () => {
    const seen: string[] = [];
    for (const type of [...SLUGS, 'errors/of_next_year', null]) {
      for (const subject of SUBJECTS) {
        for (const provider of PROVIDERS) {
          for (const isUnknown of [false, true]) {
            const names = { ...LONG, provider };
            const { text } = errorWords({ code: null, type }, { subject, isUnknown }, names);
            seen.push(text);
            const plain = text.replaceAll(LONG.account, '').replaceAll(LONG.person, '');
            expect(text, `${type} ${subject}`).toMatch(/^[A-Z].*\.$/);
            expect(text.length, text).toBeLessThanOrEqual(260);
            expect(text, text).not.toMatch(/[{}]|undefined|null|\s{2}|\.\./);
            expect(plain, text).not.toMatch(JARGON);
            expect(plain, text).not.toMatch(/[!;]|\boops\b|\bplease\b/i);
          }
        }
      }
    }
    expect(new Set(seen).size).toBeGreaterThan(1_000);
  });

  it('says what is safe: nothing was done, it is done, or that nobody knows', () => {
    expect(of('errors/disconnected_account')).toEqual({
      text: 'Jane Ruiz is signed out of LinkedIn. Your message is saved here. Reconnect it to go on.',
      step: 'reconnect',
    });
    const invitation = { subject: 'invitation' } as const;
    const connected = { code: null, type: 'errors/already_connected' };
    expect(errorWords(connected, invitation, NAMES)).toEqual({
      text: 'Jane Ruiz and Mira Olsen are connected already. Write a message instead.',
      step: 'open_conversation',
    });
    const limit = { code: null, type: 'errors/limit_exceeded' };
    expect(errorWords(limit, invitation, NAMES).text).toBe(
      'Jane Ruiz reached the limit of LinkedIn for invitations. No invitation was sent. Try again in a few days.',
    );
    const starting = { code: null, type: 'errors/no_channel' };
    expect(errorWords(starting, { subject: 'message', isRepeated: true }, NAMES)).toEqual({
      text: 'Jane Ruiz is just being started. Your message is saved here. We try it again by ourselves.',
      step: 'wait',
    });
    expect(of('errors/request_timeout', null, true)).toEqual({
      text: 'We could not confirm delivery. LinkedIn did not answer in time. It is not sent again by itself.',
      step: 'check',
    });
  });

  it('never offers to do again by hand what may have been done', () => {
    for (const { status, type } of [...V1_ERRORS, ...POSTPRESS_ERRORS]) {
      const { retry, code } = classifyError(status, type.replace('errors/', ''));
      if (retry !== 'unsafe') continue;
      const { text, step } = of(type, code, true);
      expect(step, type).toBe('check');
      expect(text, type).toMatch(/^We could not confirm/);
      expect(text, type).not.toMatch(/try again|saved here/i);
    }
  });

  it('asks nobody to reconnect an account whose session is only starting', () => {
    for (const slug of ['no_client_session', 'no_channel', 'no_handler', 'auth_in_progress']) {
      expect(of(`errors/${slug}`).step, slug).toBe('wait');
    }
  });

  it('tells a refused key from a refused sign-in where the dialect does', () => {
    expect(of('api/insufficient_permissions').step).toBe('ask_admin');
    expect(of('provider/insufficient_permissions').step).toBe('reconnect');
    expect(of('errors/invalid_credentials').step).toBe('ask_admin');
    expect(of('provider/invalid_credentials').step).toBe('reconnect');
  });

  it('is that of its class for a type of next year, and a plain one for a class of next year', () => {
    expect(of('errors/of_next_year', 'throttled').text).toContain('asks us to slow down');
    expect(of('provider/of_next_year', 'recipient_unreachable').step).toBe('other_way');
    for (const code of ['of_next_year', 'constructor', '__proto__', null]) {
      expect(of('errors/constructor', code).text).toBe(
        'LinkedIn did not accept this message. Your message is saved here. Edit it and try again.',
      );
    }
    // Every status that may come has a class, and every class a sentence of its own.
    const texts = [400, 401, 403, 404, 413, 425, 429, 500, 501, 504].map((status) => {
      return of('errors/of_next_year', classifyError(status, null).code).text;
    });
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('goes by the class where v2 has one type for everything that a provider refuses', () => {
    const type = 'provider/unprocessable_entity';
    expect(of(type, 'already_done').text).not.toBe(of(type, 'invalid_request').text);
    expect(of(type, 'recipient_unreachable').step).toBe('other_way');
    expect(of(type, null)).toEqual(of(type, 'invalid_request'));
  });

  it('begins with a capital also where a service without a name does', () => {
    const names = { ...NAMES, provider: 'OTHER' } as const;
    const error = { code: null, type: 'errors/too_many_requests' };
    expect(errorWords(error, { subject: 'message' }, names).text).toMatch(/^The provider asks/);
    const small = { ...NAMES, account: 'jane@norda.example' };
    const signedOut = { code: null, type: 'errors/disconnected_account' };
    expect(errorWords(signedOut, { subject: 'message' }, small).text).toMatch(/^jane@norda/);
  });
});

/** Words of the wire that say nothing to whoever sells. */
const JARGON =
  /\b(API|HTTP|JSON|payload|endpoint|token|parameter|schema|session id|status|instance|request id|provider id|identifier|unprocessable|envelope|checkpoint|timeout|[45]\d\d)s?\b|_/i;
