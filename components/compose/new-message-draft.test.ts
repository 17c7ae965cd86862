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
