import { describe, expect, it } from 'vitest';
import { EMPTY_DRAFT, parseDraft, toStored } from './new-message-draft';

describe('a new message in the making', () => {
  it('comes back from the device as it was left', () => {
    const draft = {
      ...EMPTY_DRAFT,
      accountId: 'a1',
      inmailApi: 'classic' as const,
      recipients: [
        { providerUserId: 'ACo1', name: 'Mira Olsen', headline: null, isConnection: true },
      ],
      subject: 'Berths',
      text: 'Hello',
    };
    expect(parseDraft(toStored(draft))).toEqual(draft);
  });

  it('of an e-mail keeps who gets a copy, and drops what is no list of people', () => {
    const noor = { address: 'noor@client.example', name: 'Noor Haddad' };
    const email = { to: [], cc: [noor], bcc: [noor], subject: 'Offer' };
    expect(parseDraft(toStored({ ...EMPTY_DRAFT, email })).email).toEqual(email);
    for (const wrong of [null, 7, { to: [] }, { ...email, cc: [null] }, { ...email, subject: 1 }]) {
      expect(parseDraft(JSON.stringify({ email: wrong })).email).toEqual(EMPTY_DRAFT.email);
    }
  });

  it('leaves nothing on the device when nothing is written to nobody', () => {
    expect(toStored({ ...EMPTY_DRAFT, accountId: 'a1', text: '  ' })).toBeNull();
  });

  it.each([null, '', 'no json', '7', 'null', '{"recipients":[null,{"name":1}],"text":5}'])(
    'is empty where the device holds %j',
    (stored) => {
      expect(parseDraft(stored)).toEqual(EMPTY_DRAFT);
    },
  );
});
