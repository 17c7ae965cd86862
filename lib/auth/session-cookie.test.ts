import { expect, it } from 'vitest';
import { setTestEnv } from '@/db/testing/test-env';
import { browserKeyOf, issueBrowserKey } from './requests';
import { sessionCookie } from './session-cookie';

setTestEnv({ PUBLIC_URL: 'https://switchboard.example' });

it('binds the session cookie to this host on https', () => {
  expect(sessionCookie()).toEqual({
    name: '__Host-switchboard.session',
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true },
  });
});

it('binds the key of a sign-in link to this host on https', () => {
  const { key, setCookie } = issueBrowserKey(new Request('https://switchboard.example'));
  expect(setCookie).toBe(
    `__Host-switchboard.link=${key}; Path=/; Max-Age=3600; HttpOnly; SameSite=Strict; Secure`,
  );
  const cookie = `switchboard.link=other; __Host-switchboard.link=${key}`;
  const request = new Request('https://switchboard.example', { headers: { cookie } });
  expect(browserKeyOf(request)).toBe(key);
});
