import { z } from 'zod';
import { CHANNELS } from '@/lib/core/providers';
import { INMAIL_APIS } from './capability-rules';
import { parseFormatted } from './formatted-rules';
import { MAX_EMAIL_RECIPIENTS, MAX_SUBJECT_CHARACTERS } from './outgoing-email-rules';
import { MAX_EMAIL_CHARACTERS } from './rules';
import { CONVERSATION_VIEWS } from './view-rules';

const MAX_CURSOR_CHARACTERS = 200;

const id = z.uuid();
const cursor = z.string().max(MAX_CURSOR_CHARACTERS).optional();

export const listConversationsInput = z.object({
  view: z.enum(CONVERSATION_VIEWS).default('all'),
  accountId: id.optional(),
  provider: z.enum(CHANNELS).optional(),
  labelId: id.optional(),
  assignee: z.union([id, z.literal('nobody')]).optional(),
  folderId: id.optional(),
  isUnread: z.stringbool().optional(),
  isStarred: z.stringbool().optional(),
  cursor,
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

const MAX_ID_CHARACTERS = 512;

export const getThreadInput = z.object({
  conversationId: id,
  cursor,
  /** Instead: the page before this place. */
  newer: cursor,
  /** Instead: the page around this message, by our id or by the provider's. */
  at: z.string().min(1).max(MAX_ID_CHARACTERS).optional(),
});
export const nothingInput = z.object({});

const MAX_FILES_LISTED = 50;

/** A chat takes less than an e-mail; which it is the account says (`requireLength`). Empty is for files alone. */
const messageText = z.string().max(MAX_EMAIL_CHARACTERS);

/** Files of the draft, in their order. */
const fileIds = z.array(id).max(MAX_FILES_LISTED).optional();

function hasContent(message: {
  text: string;
  fileIds?: string[];
  filesOfSendId?: string;
  email?: object;
}): boolean {
  const { text, fileIds, filesOfSendId, email } = message;
  const isForward = email && 'forward' in email && email.forward;
  return [text.trim(), fileIds?.length, filesOfSendId, isForward].some(Boolean);
}
const NO_CONTENT = { error: 'Write a message first.', path: ['text'] };

const emailPeople = z
  .array(
    z.strictObject({
      address: z.string().max(MAX_ID_CHARACTERS),
      name: z.string().max(MAX_ID_CHARACTERS).nullable(),
    }),
  )
  .max(MAX_EMAIL_RECIPIENTS);

/** Checked once more by `checkRouting`, which says what stands against it. */
export const emailRoutingInput = z.strictObject({
  to: emailPeople,
  cc: emailPeople,
  bcc: emailPeople,
  subject: z.string().max(2 * MAX_SUBJECT_CHARACTERS),
  isTracked: z.boolean().optional(),
  isUnsigned: z.boolean().optional(),
  formatted: z
    .unknown()
    .transform((value, context) => {
      const formatted = parseFormatted(value);
      if (!formatted) context.addIssue('This formatting is not known.');
      return formatted ?? z.NEVER;
    })
    .optional(),
  replyTo: z.string().max(MAX_ID_CHARACTERS).optional(),
  headers: z
    .array(z.strictObject({ name: z.string().max(200), value: z.string().max(2_000) }))
    .max(50)
    .optional(),
  /** The e-mail is the quoted one passed on; only the ids of its files count, the rest is for the reader. */
  forward: z
    .strictObject({
      files: z
        .array(
          z.strictObject({
            id: z.string().max(MAX_ID_CHARACTERS),
            name: z.string().max(MAX_ID_CHARACTERS),
            mimeType: z.string().max(MAX_ID_CHARACTERS),
            sizeBytes: z.number(),
          }),
        )
        .max(MAX_FILES_LISTED),
    })
    .optional(),
});

/** When it is to leave; checked once more where it is taken. */
const sendAt = z.iso.datetime();

export const sendReplyInput = z
  .strictObject({
    conversationId: id,
    /** Made by the browser once per intent. */
    clientId: id,
    text: messageText,
    fileIds,
    /** The unconfirmed message of the same conversation whose files go once more. */
    filesOfSendId: id.optional(),
    /** Our message of the same conversation that this one answers. */
    quotedMessageId: id.optional(),
    /** The latest answer of somebody else that the writer had before them; left out by who insists. */
    seenAnswerAt: z.iso.datetime().nullable().optional(),
    /** In a thread of e-mails: to whom it goes. */
    email: emailRoutingInput.optional(),
    /** Left out by what leaves at once. */
    sendAt: sendAt.optional(),
  })
  .refine(hasContent, NO_CONTENT);
export type SendReplyInput = z.infer<typeof sendReplyInput>;

export const sendIdInput = z.strictObject({ sendId: id });
export type SendIdInput = z.infer<typeof sendIdInput>;

/** Null sends it now. */
export const rescheduleInput = z.strictObject({ sendId: id, sendAt: sendAt.nullable() });
export type RescheduleInput = z.infer<typeof rescheduleInput>;

/** One emoji of any length that people can see as one; providers refuse what they do not know. */
const MAX_REACTION_CHARACTERS = 32;

export const reactInput = z.strictObject({
  messageId: id,
  value: z.string().trim().min(1).max(MAX_REACTION_CHARACTERS),
});
export type ReactInput = z.infer<typeof reactInput>;

export const markReadInput = z.strictObject({ conversationId: id });
export type MarkReadInput = z.infer<typeof markReadInput>;

const MAX_NAME_CHARACTERS = 200;
const MAX_RECIPIENTS = 50;

const oneLine = z.string().trim().min(1).max(MAX_NAME_CHARACTERS).nullable();

export const startConversationInput = z
  .strictObject({
    accountId: id,
    /** Made by the browser once per intent. */
    clientId: id,
    /** Several make a group. */
    recipients: z
      .array(
        z.strictObject({
          providerUserId: z.string().min(1).max(MAX_ID_CHARACTERS),
          name: oneLine,
        }),
      )
      .min(1)
      .max(MAX_RECIPIENTS)
      .optional(),
    text: messageText,
    fileIds,
    /** Name of a group. */
    title: oneLine,
    /** Through which product an InMail goes; null for a plain message. */
    inmailApi: z.enum(INMAIL_APIS).nullable(),
    subject: oneLine,
    sendAt: sendAt.optional(),
    /** Of an e-mail, instead of recipients and subject: to whom it goes, what it is called, how it is sent. */
    email: emailRoutingInput.omit({ forward: true }).optional(),
  })
  .refine(hasContent, NO_CONTENT);
export type StartConversationInput = z.infer<typeof startConversationInput>;

export const lookUpRecipientInput = z.strictObject({
  accountId: id,
  /** A profile address, public name or phone number, as it was typed. */
  text: z.string().trim().min(1).max(MAX_ID_CHARACTERS),
  /** The product whose ids are wanted. */
  linkedinApi: z.enum(INMAIL_APIS),
});
export type LookUpRecipientInput = z.infer<typeof lookUpRecipientInput>;

export const listPeopleInput = z.object({
  accountId: id,
  q: z.string().trim().max(MAX_NAME_CHARACTERS).default(''),
});
export type ListPeopleInput = z.infer<typeof listPeopleInput>;
