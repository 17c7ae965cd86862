import type { StoredAttachment } from '@/db/schema/inbox';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { EMAIL_HEADERS } from '@/lib/core/headers';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { imageUrl } from '@/lib/image-proxy/queries';
import { type EmailBody, getEmailBody, getEmailPlace } from './body-queries';
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
  if (view === 'source') return asText(body.html ?? body.plain ?? '', 'source.txt');
  if (view === 'headers') return asText(await headersOf(ctx, messageId), 'headers.txt');
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

function asText(text: string, fileName: string): Response {
  return new Response(text, {
    headers: {
      ...HEADERS,
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `inline; filename="${fileName}"`,
    },
  });
}

/** As the provider has them now; a sentence where it does not hand them out. */
async function headersOf(ctx: Ctx<MemberScope>, messageId: string): Promise<string> {
  const { gatewayId, gatewayEmailId } = await getEmailPlace(ctx, messageId);
  try {
    const { headers } = await callGateway(ctx, gatewayId, (client) =>
      client.getEmail({ gatewayEmailId, hasHeaders: true }),
    );
    const lines = headers.map(({ name, value }) => `${name}: ${value}`);
    return lines.join('\n') || 'The provider named no headers.';
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return 'The provider did not hand the headers out. Try again later.';
  }
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
