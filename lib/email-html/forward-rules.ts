import { escapeHtml, unescapeHtml } from '@/lib/core/html';
import { FOLD_LABEL } from './fold-rules';

/** In cleaned HTML `<` begins nothing but a tag: text and attributes write it `&lt;`, style sheets `\\3c`. */
const TAG = /<[a-z/](?:[^>"]|"[^"]*")*>/gi;
const WHOLE =
  /^<html(?:[^>"]|"[^"]*")*><head>([\s\S]*?)<\/head><body((?:[^>"]|"[^"]*")*)>([\s\S]*)<\/body><\/html>$/;

/**
 * Cleaned HTML as a part of another e-mail: remote pictures have their addresses again, quotes are unfolded, and
 * nothing of our reader is left. A picture that stood inside cannot be sent inside (the API takes plain files
 * only), so its file is named in its place.
 * @param pictureOf what the file of a content id is called; null where it does not go along
 */
export function sendableHtml(
  safeHtml: string,
  pictureOf: (contentId: string) => string | null,
): string {
  const [, head = '', attributes = '', body = safeHtml] = WHOLE.exec(safeHtml) ?? [];
  const styles = head.match(/<style\b[\s\S]*?<\/style>/g) ?? [];
  const unfolded = body.replaceAll(FOLD, '<details>');
  const content = `<div${attributes}>${unfolded}</div>`;
  return `${styles.join('')}${content.replace(TAG, (tag) => sendableTag(tag, pictureOf))}`;
}

const FOLD = `<details class="quoted"><summary>${FOLD_LABEL}</summary>`;

function sendableTag(tag: string, pictureOf: (contentId: string) => string | null): string {
  const name = /^<\/?([a-z0-9]+)/i.exec(tag)?.[1]?.toLowerCase();
  // What is folded may not open where it is read next.
  if (name === 'details' || name === 'summary') return tag.startsWith('</') ? '</div>' : '<div>';
  if (name !== 'img') return withoutMarks(tag);
  const cid = attributeOf(tag, 'data-cid');
  if (cid === null) return withoutMarks(tag.replace(' data-remote-src=', ' src='));
  const picture = pictureOf(unescapeHtml(cid));
  return picture === null ? '' : `<span>[${escapeHtml(picture)}]</span>`;
}

function attributeOf(tag: string, name: string): string | null {
  return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? null;
}

function withoutMarks(tag: string): string {
  return tag.replace(/ data-[a-z-]+="[^"]*"/g, '');
}
