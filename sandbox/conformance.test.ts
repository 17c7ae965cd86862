import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from './server';
import { Judge } from './testing/judge';
import {
  judgeAccounts,
  judgeConnecting,
  judgeHostedLinks,
  judgeWebhooks,
} from './testing/judge-accounts';
import {
  judgeDemoEmails,
  judgeEmailActs,
  judgeEmailFilters,
  judgeEmailParts,
} from './testing/judge-emails';
import {
  judgeAttendees,
  judgeChat,
  judgeDemo,
  judgeOutage,
  judgeSending,
} from './testing/judge-messaging';
import { judgeInvitations, judgeProfiles } from './testing/judge-users';

let judge: Judge;

beforeAll(async () => {
  const sandbox = await startSandbox({ seed: 'demo', speed: 1_000 });
  judge = new Judge(sandbox);
  const { items } = await judge.call('GET /api/v1/accounts', 200);
  for (const { type, id } of items) if (!judge.demoIds.has(type)) judge.demoIds.set(type, id);
});

afterAll(() => judge.sandbox.stop());

describe('every answer fits the v1 document', () => {
  it('the judge refuses what does not fit', () => {
    const { contract } = judge;
    const remove = 'DELETE /api/v1/accounts/{id}';
    expect(contract.problems(remove, 200, { object: 'AccountDeleted' })).toEqual([]);
    expect(contract.problems(remove, 200, { object: 'Other' })).not.toEqual([]);
    const chats = { object: 'ChatList', items: [{ object: 'Chat', name: 7 }], cursor: null };
    expect(contract.problems('GET /api/v1/chats', 200, chats)).not.toEqual([]);
  });

  it('accounts of all nine types', () => judgeAccounts(judge));
  it('connect, checkpoints, reconnect, restart, resynchronise, delete', () =>
    judgeConnecting(judge));
  it('hosted links', () => judgeHostedLinks(judge));
  it('webhooks of every source', () => judgeWebhooks(judge));
  it('all 400 chats and 8,000 messages of the demo', () => judgeDemo(judge));
  it('one chat with its messages, attendees and history', () => judgeChat(judge));
  it('attendees with their picture, chats and messages', () => judgeAttendees(judge));
  it('sending, starting, forwarding, attachments', () => judgeSending(judge));
  it('profiles and relations', () => judgeProfiles(judge));
  it('invitations', () => judgeInvitations(judge));
  it('all 3,000 mails of the demo', () => judgeDemoEmails(judge));
  it('mails by every filter', () => judgeEmailFilters(judge));
  it('mails are sent, answered, moved and deleted at three providers', () => judgeEmailActs(judge));
  it('files and folders of mails, and what an outage leaves', () => judgeEmailParts(judge));
  it('an account that is out: stored data, and refusals that say why', () => judgeOutage(judge));

  it('missing and wrong keys on every operation', async () => {
    // The document lists the key errors on most operations and forgets them on connecting.
    const judgedBy = 'GET /api/v1/accounts';
    for (const operation of judge.offered()) {
      const none = await judge.call(operation, 401, { key: null, judgedBy });
      expect(none).toMatchObject({
        type: 'errors/missing_credentials',
        title: 'Missing credentials',
      });
      const wrong = await judge.call(operation, 401, { key: 'wrong', judgedBy });
      expect(wrong.type).toBe('errors/invalid_credentials');
    }
  });

  it('covers every operation in scope but those named as not offered', () => {
    const isSuccess = (key: string) => / 2\d\d$/.test(key);
    const succeeded = [...judge.judged].filter(isSuccess).map((key) => key.replace(/ \d+$/, ''));
    expect([...new Set(succeeded)].sort()).toEqual(judge.offered().sort());
    expect(judge.contract.operations).toHaveLength(61);
    expect(judge.offered()).toHaveLength(47);
    expect(judge.judged.size).toBeGreaterThan(120);
  });
});
