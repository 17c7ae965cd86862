import type { Role } from '@/lib/auth/scope';
import type { InvitedRole } from '@/lib/team/types';

/** From most to least, each with what it means in one line. */
export const ROLES: readonly { role: Role; name: string; help: string }[] = [
  { role: 'owner', name: 'Owner', help: 'Everything, and deciding who is an owner' },
  { role: 'admin', name: 'Admin', help: 'Members, all accounts, incoming webhooks' },
  { role: 'lead', name: 'Lead', help: 'Own work, and the status of all accounts' },
  { role: 'member', name: 'Member', help: 'Own accounts and those that are shared' },
  { role: 'viewer', name: 'Viewer', help: 'Reads what is shared, sends nothing' },
];

export const INVITATION_DAYS = 7;

/** Length and nothing else is asked of a password. */
export const MIN_PASSWORD_LENGTH = 10;
/** Longer input would let a stranger buy our CPU with bytes. */
export const MAX_PASSWORD_LENGTH = 200;

export function roleName(role: Role): string {
  return ROLES.find((known) => known.role === role)?.name ?? role;
}

/** Roles that somebody may give in an invitation: up to their own, and never owner. */
export function invitableRoles(own: Role): InvitedRole[] {
  return ROLES.map(({ role }) => role).filter(
    (role): role is InvitedRole => role !== 'owner' && mayManage(own) && rank(role) >= rank(own),
  );
}

/** Roles that `own` may give to a member who has `current` now; empty: none. */
export function assignableRoles(own: Role, current: Role): Role[] {
  if (!mayManageMember(own, current)) return [];
  return ROLES.map(({ role }) => role).filter((role) => rank(role) >= rank(own));
}

/** An admin manages everybody but owners; an owner manages everybody. */
export function mayManageMember(own: Role, target: Role): boolean {
  return mayManage(own) && rank(target) >= rank(own);
}

function mayManage(role: Role): boolean {
  return role === 'owner' || role === 'admin';
}

/** 0 is most. */
function rank(role: Role): number {
  return ROLES.findIndex((known) => known.role === role);
}

const BROWSERS: readonly [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** "Firefox on Windows", as far as the browser says. */
export function deviceName(userAgent: string | null): string {
  const find = (known: readonly [RegExp, string][]) =>
    known.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
  const browser = find(BROWSERS);
  const system = find(SYSTEMS);
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? system ?? 'Unknown browser';
}

const METHOD_NAMES: Record<string, string> = {
  password: 'Password',
  link: 'E-mail link',
  google: 'Google',
  microsoft: 'Microsoft',
  invitation: 'Invitation',
};

export function methodName(method: string): string {
  return METHOD_NAMES[method] ?? 'Other';
}
