import { describe, expect, it } from 'vitest';
import { assignableRoles, deviceName, invitableRoles, mayManageMember } from './rules';

describe('who may give which role', () => {
  it('goes up to one’s own, and never to owner by invitation', () => {
    expect(invitableRoles('owner')).toEqual(['admin', 'lead', 'member', 'viewer']);
    expect(invitableRoles('admin')).toEqual(['admin', 'lead', 'member', 'viewer']);
    for (const role of ['lead', 'member', 'viewer'] as const) {
      expect(invitableRoles(role)).toEqual([]);
    }
  });

  it('lets only owners touch owners', () => {
    expect(assignableRoles('owner', 'owner')).toContain('owner');
    expect(assignableRoles('owner', 'viewer')).toContain('owner');
    expect(assignableRoles('admin', 'owner')).toEqual([]);
    expect(assignableRoles('admin', 'viewer')).toEqual(['admin', 'lead', 'member', 'viewer']);
    expect(mayManageMember('admin', 'owner')).toBe(false);
    expect(mayManageMember('admin', 'admin')).toBe(true);
    expect(mayManageMember('lead', 'viewer')).toBe(false);
  });
});

describe('deviceName', () => {
  const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/147.0 Safari/537.36`, 'Chrome on Windows'],
    [
      `Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/147.0 Safari/537.36 Edg/147`,
      'Edge on Windows',
    ],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18 Safari/605', 'Safari on macOS'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) CriOS/147 Safari/604', 'Chrome on iOS'],
    ['Mozilla/5.0 (Linux; Android 16) Gecko/150 Firefox/150', 'Firefox on Android'],
    ['Mozilla/5.0 (X11; CrOS x86_64) Chrome/147 Safari/537', 'Chrome on ChromeOS'],
    ['curl/8.0', 'Unknown browser'],
    [null, 'Unknown browser'],
  ])('reads %s', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });
});
