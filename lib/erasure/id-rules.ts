import { normaliseEmail } from '@/lib/core/email';
import type { Channel } from '@/lib/core/providers';
import { identifierOf } from '@/lib/inbox/recipient-rules';

/** By what somebody outside may be known here. */
export interface NamedIds {
  /** As the service itself writes an id of that kind. */
  ids: readonly string[];
  /** Digits, where it is a number. */
  number: string | null;
  /** In lower case, where it may be the name that a profile is opened by. */
  publicName: string | null;
}

/** Behind a number in WhatsApp's ids (contract v1). */
const MESSENGER_DOMAINS = ['s.whatsapp.net', 'c.us'] as const;

/** What is typed of somebody, as the service may write it; null for what names nobody there. */
export function idsNamedBy(channel: Channel, typed: string): NamedIds | null {
  const text = typed.trim();
  if (text === '') return null;
  if (channel === 'EMAIL') {
    const address = normaliseEmail(text);
    return address === null ? null : { ids: [address], number: null, publicName: null };
  }
  const found = identifierOf(channel, text);
  if (found?.kind === 'id') return { ids: [found.value], number: null, publicName: null };
  if (found?.kind === 'phone') {
    const ids = MESSENGER_DOMAINS.map((domain) => `${found.value}@${domain}`);
    return { ids, number: found.value, publicName: null };
  }
  if (channel === 'LINKEDIN' && !found) return null;
  // A link, a handle, or an id of a form of its own: what it is only the rows tell.
  const name = found?.value ?? lastPartOf(text);
  return {
    ids: [...new Set([text, name, `@${name}`])],
    number: null,
    publicName: name.toLowerCase(),
  };
}

/** Of an address the last part of its path, of a handle what stands behind the @. */
function lastPartOf(text: string): string {
  const path = text.replace(/[?#].*$/, '').replace(/\/+$/, '');
  return (path.split('/').at(-1) ?? path).replace(/^@/, '');
}
