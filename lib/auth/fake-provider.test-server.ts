import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeProvider {
  wellKnown: string;
  /** Claims of the next identity token, over the usual ones. */
  claims: Record<string, unknown>;
  /** Answers every request with this status while it is set. */
  brokenStatus: number | null;
  /** The person at the provider agrees: from our redirect to the address that they come back to. */
  approve(redirect: string): string;
  stop(): Promise<void>;
}

const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * An OpenID provider on loopback: discovery, keys and a token endpoint that checks the code, PKCE and
 * the client's secret as a real one does, and puts the nonce that it was given into the token.
 */
export async function startFakeProvider(client: {
  id: string;
  secret: string;
}): Promise<FakeProvider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, { challenge: string; nonce: string; redirectUri: string }>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const provider: FakeProvider = {
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    claims: {},
    brokenStatus: null,
    approve(redirect) {
      const asked = new URL(redirect).searchParams;
      const code = createHash('sha256').update(redirect).digest('hex');
      const redirectUri = asked.get('redirect_uri') ?? '';
      codes.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        nonce: asked.get('nonce') ?? '',
        redirectUri,
      });
      const back = new URL(redirectUri);
      back.searchParams.set('code', code);
      back.searchParams.set('state', asked.get('state') ?? '');
      return back.href;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (provider.brokenStatus) {
      response.writeHead(provider.brokenStatus).end('<html>');
      return;
    }
    if (request.url === '/.well-known/openid-configuration') {
      return send(response, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
      });
    }
    if (request.url === '/keys') {
      const key = publicKey.export({ format: 'jwk' });
      return send(response, { keys: [{ ...key, kid: 'one', use: 'sig', alg: 'RS256' }] });
    }
    if (request.url !== '/token') {
      response.writeHead(404).end();
      return;
    }
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const verifier = form.get('code_verifier') ?? '';
    const basic = Buffer.from(`${client.id}:${client.secret}`).toString('base64');
    const isRight =
      code?.challenge === createHash('sha256').update(verifier).digest('base64url') &&
      code.redirectUri === form.get('redirect_uri') &&
      request.headers.authorization === `Basic ${basic}`;
    if (!code || !isRight) {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: 'invalid_grant' }));
      return;
    }
    send(response, {
      access_token: 'access',
      token_type: 'Bearer',
      expires_in: 3600,
      id_token: idToken(code.nonce),
    });
  }

  function idToken(nonce: string): string {
    const seconds = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer,
      aud: client.id,
      iat: seconds,
      exp: seconds + 600,
      nonce,
      ...provider.claims,
    };
    const input = `${b64({ alg: 'RS256', kid: 'one' })}.${b64(claims)}`;
    return `${input}.${sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url')}`;
  }

  return provider;
}

function send(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
