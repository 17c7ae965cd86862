import type { GatewayEmail } from '@/lib/gateway/email-types';

/** An e-mail as the gateway client reads it, from Noor to us. */
export function anEmail(id: string, fields: Partial<GatewayEmail> = {}): GatewayEmail {
  return {
    gatewayEmailId: id,
    providerEmailId: `p-${id}`,
    providerAccountId: 'account',
    messageId: `<${id}@x>`,
    threadId: null,
    inReplyTo: null,
    role: 'inbox',
    folderIds: ['INBOX'],
    sentAt: new Date('2026-11-20T10:00:00Z'),
    isRead: false,
    from: { address: 'noor@client.example', name: 'Noor Haddad' },
    to: [{ address: 'jane@ours.example', name: null }],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: 'Re: Proposal',
    html: '<p>Fine for us</p>',
    plain: 'Fine for us',
    files: [],
    isFromApi: false,
    trackingId: null,
    isComplete: true,
    headers: [],
    ...fields,
  };
}
