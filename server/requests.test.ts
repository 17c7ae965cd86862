import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { maskPath } from './paths';
import { cleanHeaders } from './requests';

function requestWith(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  request.url = '/inbox?view=all';
  return request;
}

const publicUrl = 'https://switchboard.example';

describe('headers that a client sends', () => {
  it('cannot choose our host, scheme or what Next believes of itself (N3, N4, Z2)', () => {
    const request = requestWith({
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.example',
      'x-middleware-subrequest': 'middleware:middleware',
      'x-nonce': 'stolen',
      'x-switchboard-path': '//evil.example',
    });
    cleanHeaders(request, { publicUrl, isProxyTrusted: false });
    expect(request.headers.host).toBe('switchboard.example');
    expect(JSON.stringify(request.headers)).not.toMatch(/evil|subrequest|stolen/);
    expect(request.headers['x-switchboard-path']).toBe('/inbox?view=all');
  });

  it('name the client only when a proxy of ours stands in front', () => {
    const spoofed = requestWith({ 'x-forwarded-for': '203.0.113.9' });
    cleanHeaders(spoofed, { publicUrl, isProxyTrusted: false });
    expect(spoofed.headers['x-forwarded-for']).not.toContain('203.0.113.9');
    // A proxy appends what it saw; whatever stands before that, the visitor may have written.
    const trusted = requestWith({ 'x-forwarded-for': '127.0.0.1, 203.0.113.9' });
    cleanHeaders(trusted, { publicUrl, isProxyTrusted: true });
    expect(trusted.headers['x-forwarded-for']).toBe('203.0.113.9');
  });
});

describe('paths in the log', () => {
  it('keep no token of a mail link', () => {
    expect(maskPath('/reconnect/abc.def')).toBe('/reconnect/[token]');
    expect(maskPath('/api/reconnect/abc.def')).toBe('/api/reconnect/[token]');
    expect(maskPath('/invite/abc.def/accept')).toBe('/invite/[token]');
    expect(maskPath('/inbox/123')).toBe('/inbox/123');
  });
});
