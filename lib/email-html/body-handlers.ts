import type { StoredAttachment } from '@/db/schema/inbox';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { EMAIL_HEADERS } from '@/lib/core/headers';
import { imageUrl } from '@/lib/image-proxy/queries';
import { type EmailBody, getEmailBody } from './body-queries';
import { safeHtmlOf } from './clean-mutations';
import { emailDocument } from './document-rules';
import { htmlOfPlain, roughTextOfHtml } from './plain-rules';
import type { BodyInput } from './schema';

const HEADERS = {
  ...EMAIL_HEADERS,
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * What the reader's frame shows of an e-mail: a document of its own, under a policy by which it runs nothing,
 * posts nothing and loads pictures from us only. Throws `not_found`.
 */
export async function serveEmailBody(ctx: Ctx<MemberScope>, input: BodyInput): Promise<Response> {
  const { messageId, view, theme } = input;
  const body = await getEmailBody(ctx, messageId);
  if (view === 'source') return sourceOf(body);
  const html = emailDocument({
    safeHtml: (view === 'safe' && (await safeHtmlOf(ctx, messageId, body))) || plainDocument(body),
    areImagesAllowed: input.images === '1',
    imageUrlOf: (url) => imageUrl(ctx.scope, messageId, url),
    cidUrlOf: (contentId) => pictureInside(messageId, body.attachments, contentId),
    theme,
  });
  return new Response(html, {
    headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' },
  });
}

function sourceOf(body: EmailBody): Response {
  return new Response(body.html ?? body.plain ?? '', {
    headers: {
      ...HEADERS,
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': 'inline; filename="source.txt"',
    },
  });
}

/** An e-mail of HTML alone has a plain text too, and it is empty. */
function plainDocument({ plain, html, subject }: EmailBody): string {
  return htmlOfPlain(plain?.trim() ? plain : roughTextOfHtml(html ?? ''), { subject });
}

/** Only a picture of the same e-mail: another message or another type gives no address. */
function pictureInside(
  messageId: string,
  attachments: readonly StoredAttachment[],
  contentId: string,
): string | null {
  const found = attachments.find(
    (one) =>
      !one.isUnavailable &&
      bare(one.contentId ?? '') === bare(contentId) &&
      one.mimeType?.toLowerCase().startsWith('image/'),
  );
  return found ? `/api/attachments/${messageId}/${encodeURIComponent(found.id)}` : null;
}

function bare(contentId: string): string {
  return contentId.trim().replace(/^<|>$/g, '');
}
