import type { Email } from '../state-emails';
import type { World } from '../world';

/** What a person who opens a mail leaves: their address and their program. */
export interface Visitor {
  ip: string;
  userAgent: string;
}

const somebody: Visitor = {
  ip: '203.0.113.9',
  userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)',
};

/**
 * The HTML as it leaves: links lead through the tracker and a pixel stands at the end. The copy in
 * the sent folder is the same, so that whoever reads it there counts as well.
 */
export function trackHtml(html: string, tracking: NonNullable<Email['tracking']>, base: string) {
  let tracked = html;
  if (tracking.hasLinks) {
    tracked = tracked.replace(/(<a\b[^>]*?\bhref=")(https?:[^"]+)(")/gi, (_, start, url, end) => {
      tracking.links.push(url);
      return `${start}${base}/track/${tracking.id}/click/${tracking.links.length - 1}${end}`;
    });
  }
  if (!tracking.hasOpens) return tracked;
  return `${tracked}<img src="${base}/track/${tracking.id}/open.gif" width="1" height="1" alt="">`;
}

export function findTracked(world: World, trackingId: string): Email | null {
  for (const email of world.state.emails.values()) {
    if (email.tracking?.id === trackingId) return email;
  }
  return null;
}

/** Somebody opened the mail. Counts each time, the owner's own reading too. */
export function noteOpen(world: World, email: Email, visitor = somebody): void {
  if (email.tracking?.hasOpens) publishTracking(world, email, 'mail_opened', visitor);
}

/** Somebody followed a link of the mail. */
export function noteClick(world: World, email: Email, url: string, visitor = somebody): void {
  if (email.tracking?.hasLinks) publishTracking(world, email, 'mail_link_clicked', visitor, url);
}

function publishTracking(
  world: World,
  email: Email,
  event: 'mail_opened' | 'mail_link_clicked',
  visitor: Visitor,
  url?: string,
): void {
  const { tracking } = email;
  world.outbox.publish({
    source: 'email_tracking',
    event,
    accountId: email.accountId,
    body: {
      event,
      event_id: world.newId('tracking-event'),
      tracking_id: tracking?.id ?? '',
      type: event === 'mail_opened' ? 'open' : 'click',
      date: new Date(world.clock.now()).toISOString(),
      email_id: email.id,
      account_id: email.accountId,
      ip: visitor.ip,
      user_agent: visitor.userAgent,
      ...(url !== undefined && { url }),
      ...(tracking?.label !== undefined && { label: tracking.label }),
      ...(tracking?.customDomain !== undefined && { custom_domain: tracking.customDomain }),
    },
  });
}
