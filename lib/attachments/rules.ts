/** As much of the beginning as tells what a file is. */
export const HEAD_BYTES = 4_100;
/** What no chat provider goes beyond by much; a larger file is had at the provider. */
export const MAX_DOWNLOAD_BYTES = 256 * 1024 * 1024;
/** Drawing more takes gigabytes: a small file can claim 60,000 × 60,000 pixels. */
const MAX_PIXELS = 100_000_000;

export const OPAQUE_TYPE = 'application/octet-stream';

type Sniffer = { type: string; is(head: Uint8Array): boolean };

/**
 * Types that run nothing, with how their bytes begin. Not among them: HTML, XML and SVG, which are
 * pages, and everything that can be read as text.
 */
const INERT: readonly Sniffer[] = [
  { type: 'image/png', is: (head) => starts(head, '\x89PNG\r\n\x1a\n') },
  { type: 'image/jpeg', is: (head) => starts(head, '\xff\xd8\xff') },
  { type: 'image/gif', is: (head) => starts(head, 'GIF87a') || starts(head, 'GIF89a') },
  { type: 'image/webp', is: (head) => starts(head, 'RIFF') && starts(head, 'WEBP', 8) },
  { type: 'image/avif', is: (head) => /^avi[fs]$/.test(brandOf(head)) },
  {
    type: 'audio/mp4',
    is: (head) => /^M4[AB] $/.test(brandOf(head)),
  },
  {
    type: 'video/mp4',
    is: (head) =>
      /^(?:isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|dash|3gp\d|qt {2})$/.test(brandOf(head)),
  },
  { type: 'video/webm', is: (head) => starts(head, '\x1a\x45\xdf\xa3') },
  { type: 'audio/mpeg', is: isMp3 },
  { type: 'audio/ogg', is: (head) => starts(head, 'OggS') },
  { type: 'audio/wav', is: (head) => starts(head, 'RIFF') && starts(head, 'WAVE', 8) },
  { type: 'application/pdf', is: (head) => starts(head, '%PDF-') },
];

/** Other names of the same types, as providers write them. */
const ALIASES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/m4a': 'audio/mp4',
  'audio/aac': 'audio/mp4',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'video/quicktime': 'video/mp4',
  'video/3gpp': 'video/mp4',
};

/** Containers hold sound or pictures alike: the declared one of the pair counts. */
const TWINS: Readonly<Record<string, string>> = {
  'video/mp4': 'audio/mp4',
  'audio/mp4': 'video/mp4',
  'video/webm': 'audio/webm',
};

/**
 * The type under which a file is handed out, and whether a browser may show it: only what is declared
 * as an inert type and whose bytes begin as that type does. Everything else is bytes to be saved.
 */
export function servedAs(
  declared: string | null,
  head: Uint8Array,
): { type: string; isInline: boolean } {
  const opaque = { type: OPAQUE_TYPE, isInline: false };
  const said = plainType(declared);
  const found = INERT.find((one) => one.is(head))?.type;
  if (!found || !said) return opaque;
  const type = said === found || TWINS[found] === said ? said : null;
  if (!type || isTooLargeToDraw(type, head)) return opaque;
  return { type, isInline: type !== 'application/pdf' };
}

/**
 * The type under which a file that somebody uploaded is passed on: what its bytes show; else what was
 * declared, unless it claims to be one of the types whose bytes we know.
 */
export function sentAs(declared: string | null, head: Uint8Array): string {
  const said = plainType(declared);
  const found = INERT.find((one) => one.is(head))?.type;
  if (found) return said !== null && TWINS[found] === said ? said : found;
  return said === null || INERT.some((one) => one.type === said) ? OPAQUE_TYPE : said;
}

/** `image/jpeg` of ` Image/JPG; x="\r\n"`, or null for what is no type. */
function plainType(declared: string | null): string | null {
  const [first = ''] = (declared ?? '').split(';');
  const type = first.trim().toLowerCase();
  if (!/^[a-z]+\/[a-z0-9.+-]{1,60}$/.test(type)) return null;
  return ALIASES[type] ?? type;
}

/** Read from the file's own head; nothing is decoded here. */
function isTooLargeToDraw(type: string, head: Uint8Array): boolean {
  if (head.length < 24) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (type === 'image/png') return view.getUint32(16) * view.getUint32(20) > MAX_PIXELS;
  if (type === 'image/gif') return view.getUint16(6, true) * view.getUint16(8, true) > MAX_PIXELS;
  return false;
}

function starts(head: Uint8Array, text: string, at = 0): boolean {
  if (head.length < at + text.length) return false;
  return [...text].every((one, index) => head[at + index] === one.charCodeAt(0));
}

/** The major brand of an MP4 and its relatives: the word after `ftyp`. */
function brandOf(head: Uint8Array): string {
  return starts(head, 'ftyp', 4) ? String.fromCharCode(...head.subarray(8, 12)) : '';
}

/** Either a tag, or a frame: eleven set bits, layer III, a bit rate that exists. */
function isMp3(head: Uint8Array): boolean {
  if (starts(head, 'ID3')) return true;
  const [first = 0, second = 0, third = 0] = head;
  return first === 0xff && (second & 0xe6) === 0xe2 && (third & 0xf0) !== 0xf0;
}

export type ByteRange = { start: number; end: number };

/**
 * The one range that is asked for of a file of `size` bytes, both ends included. `whole` for no range,
 * several ranges or what is none, as RFC 9110 §14.2 allows; `unsatisfiable` lies behind the end.
 */
export function parseRange(
  header: string | null,
  size: number,
): ByteRange | 'whole' | 'unsatisfiable' {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  const [, from = '', to = ''] = found ?? [];
  if (!found || (from === '' && to === '')) return 'whole';
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < start) return 'whole';
  return start >= size ? 'unsatisfiable' : { start, end };
}
