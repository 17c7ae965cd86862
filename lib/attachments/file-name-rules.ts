const MAX_NAME_BYTES = 180;
/** What file systems take. */
const MAX_UPLOADED_NAME_BYTES = 255;
/** Names that Windows takes for devices, whatever their extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
/** Runs as a program when it is opened, or draws as a page: never the last word of a name. */
const LAST_EXTENSION = /\.([^.]{1,20})$/;

/** Extensions by the type that we serve; the bytes decide it, so they decide the extension too. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
  'video/mp4': ['mp4', 'm4v'],
  'video/webm': ['webm'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/wav': ['wav'],
  'application/pdf': ['pdf'],
};

/**
 * A name under which a file from outside may be stored on somebody's machine: no folders, no control
 * or direction characters, no device, no leading or trailing dot, at most 180 bytes with its
 * extension kept. A file that we serve as a picture, say, is named as one: `holiday.html.png`, whose
 * first extension would show on a system that hides the last, loses the inner one's dot.
 */
export function safeFileName(name: string | null, servedType: string): string {
  const [known] = EXTENSIONS[servedType] ?? [];
  const plain = withoutTricks(name ?? '');
  const { stem, extension } = split(plain);
  const ending = known && !EXTENSIONS[servedType]?.includes(extension.toLowerCase()) ? known : null;
  const base = ending && extension ? `${stem}_${extension}` : stem;
  const last = ending ?? extension;
  // `a.html.png` on a system that hides known extensions reads `a.html`.
  const inner = base.replace(/\.(?=[^.]{1,8}$)(?=\D)/, '_').replace(DEVICE, '_$&');
  const cut = cutBytes(inner, MAX_NAME_BYTES - last.length - 1) || 'file';
  return last ? `${cut}.${last}` : cut;
}

/**
 * The name of a file that somebody uploads, as it is shown and passed on: the last part of a path,
 * without what could trick a reader or a system, at most 255 bytes with its extension kept.
 */
export function uploadedFileName(name: string): string {
  const plain = withoutTricks(name.split(/[\\/]/).at(-1) ?? '');
  const { stem, extension } = split(plain);
  const extensionBytes = new TextEncoder().encode(extension).length;
  const cut = cutBytes(stem, MAX_UPLOADED_NAME_BYTES - extensionBytes - 1) || 'file';
  return extension ? `${cut}.${extension}` : cut;
}

function withoutTricks(name: string): string {
  return (
    name
      .normalize('NFC')
      // Lone surrogates cannot be written in UTF-8.
      .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '')
      // Control characters, line and paragraph separators, and everything that turns reading direction
      // or shows as nothing, such as RTLO (`cod.exe` that reads `exe.doc`). The joiner of emoji stays.
      .replace(/[\p{Cc}\u2028\u2029\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/gu, '')
      .replace(/[\\/:*?"<>|%;]/g, '_')
      .replace(/\s+/g, ' ')
      .replace(/^[.\s_]+|[.\s]+$/g, '')
  );
}

/**
 * `Content-Disposition` by RFC 6266: the plain name for old clients, the real one in UTF-8. `name`
 * must be safe already.
 */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_');
  // Of what encodeURIComponent leaves, these are no `attr-char` (RFC 8187 §3.2.1).
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

function split(name: string): { stem: string; extension: string } {
  const found = LAST_EXTENSION.exec(name);
  if (!found?.[1] || !/^[\p{L}\p{N}_+-]+$/u.test(found[1])) return { stem: name, extension: '' };
  return { stem: name.slice(0, found.index), extension: found[1] };
}

/** Cut between characters, so that an emoji is whole or gone. */
function cutBytes(text: string, limit: number): string {
  const encoder = new TextEncoder();
  let size = 0;
  let kept = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
    text.slice(0, limit),
  )) {
    size += encoder.encode(segment).length;
    if (size > limit) break;
    kept += segment;
  }
  return kept.trimEnd();
}
