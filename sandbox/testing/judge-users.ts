import { expect } from 'vitest';
import type { Judge } from './judge';

/** Own and other profiles, relations. */
export async function judgeProfiles(judge: Judge): Promise<void> {
  const me = 'GET /api/v1/users/me';
  for (const type of ['LINKEDIN', 'TELEGRAM', 'TWITTER', 'GOOGLE_OAUTH', 'MAIL']) {
    await judge.call(me, 200, { query: { account_id: judge.demoId(type) } });
  }
  await judge.call(me, 401, { query: { account_id: judge.demoId('OUTLOOK') } });
  await judge.call(me, 501, { query: { account_id: judge.demoId('WHATSAPP') } });
  await judge.call(me, 404, { query: { account_id: 'nobody' } });
  await judge.call(me, 400, {});
  const outlook = await judge.makeAccount('OUTLOOK', 'anna.berg@mail.example');
  await judge.call(me, 200, { query: { account_id: outlook.id } });
  for (const type of ['LINKEDIN', 'WHATSAPP', 'INSTAGRAM', 'TELEGRAM', 'TWITTER']) {
    const query = { account_id: judge.demoId(type) };
    const { items: people } = await judge.call('GET /api/v1/chat_attendees', 200, { query });
    const path = {
      identifier: people.find((item: { is_self: number }) => item.is_self === 0).provider_id,
    };
    const sections: Record<string, string> = type === 'LINKEDIN' ? { linkedin_sections: '*' } : {};
    await judge.call('GET /api/v1/users/{identifier}', 200, {
      path,
      query: { ...query, ...sections },
    });
  }
  const query = { account_id: judge.demoId('LINKEDIN') };
  const profile = 'GET /api/v1/users/{identifier}';
  await judge.call(profile, 404, { path: { identifier: 'nobody-at-all' }, query });
  await judge.call(profile, 400, {
    path: { identifier: 'x' },
    query: { ...query, linkedin_sections: 'hats' },
  });
  const relations = await judge.call('GET /api/v1/users/relations', 200, {
    query: { ...query, limit: '1000' },
  });
  expect(relations.items.length).toBeGreaterThan(50);
  await judge.call('GET /api/v1/users/relations', 404, { query: { account_id: 'nobody' } });
  await judge.call('GET /api/v1/users/relations', 501, {
    query: { account_id: judge.demoId('WHATSAPP') },
  });
}

/** Sending, listing, withdrawing and answering invitations. */
export async function judgeInvitations(judge: Judge): Promise<void> {
  const query = { account_id: judge.demoId('LINKEDIN') };
  const invite = 'POST /api/v1/users/invite';
  const received = await judge.call('GET /api/v1/users/invite/received', 200, { query });
  const stranger = received.items[0].inviter.inviter_id;
  const sending = { account_id: query.account_id, provider_id: stranger, message: 'Hello' };
  const { invitation_id } = await judge.call(invite, 200, { json: sending });
  await judge.call(invite, 422, { json: sending });
  await judge.call(invite, 400, { json: { ...sending, message: 'x'.repeat(301) } });
  await judge.call(invite, 400, { json: { ...sending, provider_id: 'a-vanity-name' } });
  await judge.call(invite, 404, { json: { ...sending, account_id: 'nobody' } });
  await judge.call('GET /api/v1/users/invite/sent', 200, { query: { ...query, limit: '100' } });
  const withdraw = 'DELETE /api/v1/users/invite/sent/{invitation_id}';
  await judge.call(withdraw, 200, { path: { invitation_id }, query });
  await judge.call(withdraw, 404, { path: { invitation_id }, query });
  const again = await judge.call(invite, 422, { json: sending });
  expect(again.type).toBe('errors/cannot_resend_yet');
  const answer = 'POST /api/v1/users/invite/received/{invitation_id}';
  const { id, specifics } = received.items[0];
  const accept = { provider: 'LINKEDIN', account_id: query.account_id, action: 'accept' };
  const secret = { shared_secret: specifics.shared_secret };
  await judge.call(answer, 400, {
    path: { invitation_id: id },
    json: { ...accept, shared_secret: 'no' },
  });
  await judge.call(answer, 200, { path: { invitation_id: id }, json: { ...accept, ...secret } });
  await judge.call(answer, 404, { path: { invitation_id: id }, json: { ...accept, ...secret } });
  await judge.call(invite, 422, { json: sending });
}
