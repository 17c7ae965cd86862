import type { LinkWarning } from './types';

export interface JudgedLink {
  href: string;
  /** Where it leads, as the browser resolves it (punycode and all); of `mailto:` and `tel:` what follows. */
  host: string;
  warning: LinkWarning | null;
}

const PROTOCOLS = new Set(['http:', 'https:', 'mailto:', 'tel:']);
const LONGEST_HREF = 8_000;
const LONGEST_TEXT = 300;
/** Characters that turn the direction of text round or are not seen at all. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const TURNS_ROUND = /[\u202a-\u202e\u2066-\u2069]/;
/** A single word with one of these at its end is more often a file than a host. */
const FILE_ENDINGS = new Set(
  'ai cc cs do gz js jar md mov pl ps py rs rar sh sql ts txt zip'.split(' '),
);
const LONG_ENDINGS = new Set(
  `app biz blog bank cloud club com dev edu email gov health info int io live ltd me mil mobi name net news one
  online org page pro shop site store support team tech top tv web website work xyz`.split(/\s+/),
);

/**
 * What to make of a link: null where it leads nowhere that we open. `text` is what a reader sees of it; only
 * its beginning is looked at.
 */
export function judgeLink(rawHref: string, text: string): JudgedLink | null {
  const url = toUrl(rawHref);
  if (!url) return null;
  if (url.protocol === 'mailto:' || url.protocol === 'tel:') {
    const [target = ''] = url.pathname.split('?');
    return { href: url.href, host: decode(target), warning: null };
  }
  if (url.hostname === '') return null;
  return { href: url.href, host: url.host, warning: warningOf(url, text.slice(0, LONGEST_TEXT)) };
}

/** The address of a picture that may be fetched for a reader; null for every other scheme. */
export function remoteImageUrl(raw: string): string | null {
  const text = raw.trim();
  const url = toUrl(text.startsWith('//') ? `https:${text}` : text);
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  return url && isWeb && url.hostname !== '' ? url.href : null;
}

function toUrl(raw: string): URL | null {
  const text = raw.trim();
  if (text.length > LONGEST_HREF) return null;
  const withScheme = text.startsWith('//') ? `https:${text}` : text;
  // Without a scheme it would be an address of ours.
  if (!/^[a-z][a-z0-9+.-]*:/i.test(withScheme)) return null;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  return PROTOCOLS.has(url.protocol) ? url : null;
}

function warningOf(url: URL, text: string): LinkWarning | null {
  const isDisguised = url.username !== '' || url.password !== '';
  if (isDisguised || url.hostname.split('.').some((label) => label.startsWith('xn--'))) {
    return 'look-alike';
  }
  if (TURNS_ROUND.test(text)) return 'other-host';
  const named = hostIn(text.replace(INVISIBLE, '').trim());
  return named === null || isSameSite(named, url.hostname) ? null : 'other-host';
}

/** The host that a text claims to be or to lead to. */
function hostIn(text: string): string | null {
  const address = /(?:https?:\/\/|\bwww\.)[^\s<>"'()]{1,250}/i.exec(text)?.[0];
  if (address) return hostOf(/^http/i.test(address) ? address : `https://${address}`);
  if (/\s/.test(text)) return null;
  const mail = /^[^@]{1,64}@([^@/]+)$/.exec(text);
  if (mail?.[1]) return hostOf(`https://${mail[1]}`);
  const [name = ''] = text.split(/[/?#:]/);
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  const isEnding =
    LONG_ENDINGS.has(ending) || (/^[a-z]{2}$/.test(ending) && !FILE_ENDINGS.has(ending));
  return name.includes('.') && isEnding ? hostOf(`https://${name}`) : null;
}

function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).hostname : null;
}

function isSameSite(one: string, other: string): boolean {
  const [a, b] = [one.replace(/^www\./, ''), other.replace(/^www\./, '')];
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
