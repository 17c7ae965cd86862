import { readdirSync, readFileSync } from 'node:fs';
import { drawHtml } from '@/sandbox/domain/email-html';
import { newsletters } from '@/sandbox/seed/newsletters';

const PACKAGE = 'node_modules/foundation-emails/.download';
const SHEET_LINK = /<link rel="stylesheet"[^>]*>/;

/**
 * The HTML of newsletters by name: the compiled templates of `foundation-emails`, with its style sheet inside as
 * programs that send them put it there, and those of the sandbox.
 */
export function readNewsletters(): Record<string, string> {
  const sheet = readFileSync(`${PACKAGE}/css/foundation-emails.css`, 'utf8');
  const found: Record<string, string> = {};
  for (const file of readdirSync(`${PACKAGE}/templates`)) {
    const html = readFileSync(`${PACKAGE}/templates/${file}`, 'utf8');
    found[file] = html.replace(SHEET_LINK, () => `<style>${sheet}</style>`);
  }
  for (const { name, address, issues } of newsletters.filter(({ isPlain }) => !isPlain)) {
    for (const [subject, ...paragraphs] of issues) {
      found[`${name}: ${subject}`] = drawSandboxNewsletter({ name, address }, subject, paragraphs);
    }
  }
  return found;
}

function drawSandboxNewsletter(
  from: { name: string; address: string },
  subject: string,
  paragraphs: readonly string[],
): string {
  return drawHtml({
    id: subject,
    accountId: '',
    providerId: '',
    messageId: '',
    folderIds: [],
    atMs: 0,
    readAtMs: null,
    from,
    to: [],
    cc: [],
    bcc: [],
    replyTo: [],
    subject,
    plain: paragraphs.join('\n\n'),
    look: 'newsletter',
    headers: [],
    files: [],
    origin: 'external',
    isComplete: true,
  });
}
