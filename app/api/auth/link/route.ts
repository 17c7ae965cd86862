import { after } from 'next/server';
import { db, pool } from '@/db/client';
import { refuse } from '@/lib/auth/answers';
import { requestLink } from '@/lib/auth/link-request';
import { sendNoticeNow } from '@/lib/notices/mutations';
import { requireSameOrigin } from '@/lib/server/origin';

/** "Email me a link". */
export async function POST(request: Request): Promise<Response> {
  try {
    requireSameOrigin(request.headers);
  } catch (error) {
    return refuse(request, error, { trouble: 'failed' });
  }
  return requestLink(request, {
    db: db(),
    pool: pool(),
    send: async ({ toEmail, url, lifetimeMinutes }) => {
      const params = { url, minutes: lifetimeMinutes };
      const to = { email: toEmail, workspaceId: null };
      await sendNoticeNow(db(), { kind: 'magic-link', params }, to);
    },
    later: after,
  });
}
