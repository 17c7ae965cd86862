import type { StoredProfile } from '@/db/schema';
import { normaliseEmail } from '@/lib/core/email';
import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import type { GatewayErrorCode } from '@/lib/gateway/client';
import type { GatewayProfile, ProfileSection } from '@/lib/gateway/profile-types';
import { LOOKED_UP_SECTIONS } from './types';

/** LinkedIn holds sections back for minutes, sometimes for hours (contract, limits). */
const PAUSES_MS = [5 * MINUTE_MS, 20 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, 12 * HOUR_MS];

/** Fewer digits are an extension or a number without its country, which many have. */
const FEWEST_DIGITS = 8;
const MOST_DIGITS = 15;

/** How long to wait after so many tries; null: it is not asked again. */
export function sectionPauseMs(tries: number): number | null {
  return PAUSES_MS[tries] ?? null;
}

/** A number as it is compared: digits with the country. Null for one that may be anybody's. */
export function phoneDigits(text: string): string | null {
  const trimmed = text.trim();
  if (!/^(\+|00)/.test(trimmed)) return null;
  const digits = trimmed.replace(/\D/g, '').replace(/^00/, '');
  return digits.length >= FEWEST_DIGITS && digits.length <= MOST_DIGITS ? digits : null;
}

/** The digits of a WhatsApp id, which begin with the country; null for an id that holds no number. */
export function whatsappDigits(value: string): string | null {
  return /^(\d{8,15})@(?:s\.whatsapp\.net|c\.us)$/.exec(value)?.[1] ?? null;
}

/**
 * The profile after a reading that asked for these sections: what was held back, or not asked for, stays as it was.
 */
export function mergeProfile(
  before: StoredProfile | null,
  read: GatewayProfile,
  asked: readonly ProfileSection[],
): StoredProfile {
  const isTold = (section: ProfileSection) =>
    asked.includes(section) && !read.throttledSections.includes(section);
  return {
    name: read.name,
    headline: read.headline,
    location: read.location,
    isConnection: read.isConnection,
    connectedAt: read.connectedAt?.toISOString() ?? before?.connectedAt ?? null,
    about: isTold('about') ? read.about : (before?.about ?? null),
    experience: isTold('experience') ? [...read.experience] : (before?.experience ?? []),
    education: isTold('education') ? [...read.education] : (before?.education ?? []),
    skills: isTold('skills') ? [...read.skills] : (before?.skills ?? []),
    languages: isTold('languages') ? [...read.languages] : (before?.languages ?? []),
    certifications: isTold('certifications')
      ? [...read.certifications]
      : (before?.certifications ?? []),
  };
}

/** What of a profile can prove who somebody is, each spelled in one way. */
export function evidenceOf(read: GatewayProfile) {
  return {
    publicIdentifier: read.publicIdentifier?.toLowerCase() ?? null,
    emails: [...new Set(read.emails.flatMap((one) => normaliseEmail(one) ?? []))],
    phones: [...new Set(read.phones.flatMap((one) => phoneDigits(one) ?? []))],
  };
}

export function toSections(names: readonly string[]): ProfileSection[] {
  return LOOKED_UP_SECTIONS.filter((section) => names.includes(section));
}

/** Why a look-up told nothing, and what to do. */
export function lookUpProblem(code: GatewayErrorCode, accountName: string): string {
  switch (code) {
    case 'account_disconnected':
    case 'checkpoint':
      return `${accountName} is signed out of LinkedIn. Reconnect it, then look again.`;
    case 'account_restricted':
      return `LinkedIn restricted ${accountName}, so it shows it nobody.`;
    case 'limit_reached':
    case 'throttled':
      return `LinkedIn asks ${accountName} to slow down. Look again later.`;
    case 'not_found':
    case 'recipient_unreachable':
      return `LinkedIn shows nobody by this id to ${accountName}.`;
    case 'not_permitted':
    case 'not_supported':
      return `LinkedIn does not show this profile to ${accountName}.`;
    default:
      return 'LinkedIn did not answer. What was known stays; look again in a minute.';
  }
}
