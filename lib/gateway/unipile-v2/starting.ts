import { read } from '@/lib/gateway/answers';
import type { GatewayChat, GatewayClient, StartOutcome } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import { refusalOf } from '@/lib/gateway/outcomes';
import { isConnectedBy } from '@/lib/gateway/person-fields';
import { filesOf, sendTimeoutMs } from './files';
import { toChatId, toMessageId } from './ids';
import { toChat } from './message-map';
import { chatLookupSchema, chatSchema, chatStartedSchema } from './message-wire';
import { readProfile } from './users';

type StartVerbs = Pick<GatewayClient, 'startChat' | 'listChatsWith'>;
type Start = Parameters<GatewayClient['startChat']>[0];

/** Beginning a conversation, and finding those that were begun (v2 §7). */
export function startVerbs(http: GatewayHttp): StartVerbs {
  return {
    startChat: (start) => startChat(http, start),

    async listChatsWith({ providerAccountId, providerUserId }) {
      const lookup: Call = {
        method: 'GET',
        route: '/v2/{accountId}/users/{userId}/chat',
        params: { accountId: providerAccountId, userId: providerUserId },
        providerAccountId,
      };
      const { data } = await read(http, lookup, chatLookupSchema);
      const items: GatewayChat[] = [];
      for (const { chat_id: chatId } of data) {
        const call: Call = {
          method: 'GET',
          route: '/v2/{accountId}/chats/{chatId}',
          params: { accountId: providerAccountId, chatId },
          providerAccountId,
        };
        items.push(toChat(providerAccountId, await read(http, call, chatSchema)));
      }
      const at = (chat: GatewayChat) => chat.lastActivityAt?.getTime() ?? 0;
      return { items: items.sort((a, b) => at(b) - at(a)), cursor: null };
    },
  };
}

/** Posts once, whatever happens. */
async function startChat(http: GatewayHttp, start: Start): Promise<StartOutcome> {
  const { providerAccountId, providerUserIds, text, title, files } = start;
  const specifics = specificsOf(start);
  const callOf = async (): Promise<Call> => ({
    method: 'POST',
    route: '/v2/{accountId}/chats/send',
    params: { accountId: providerAccountId },
    body: {
      kind: 'json',
      value: {
        text,
        users_ids: providerUserIds,
        ...(title && { name: title }),
        ...(specifics && { specifics: { linkedin: specifics } }),
        ...(files?.length && { attachments: await filesOf(files) }),
      },
    },
    providerAccountId,
    defaultTimeoutMs: sendTimeoutMs(files),
  });
  try {
    const started = await read(http, await callOf(), chatStartedSchema);
    const { chat_id: chatId, message_id: messageId } = started;
    return {
      state: 'sent',
      gatewayChatId: chatId && toChatId(providerAccountId, chatId),
      gatewayMessageId: chatId && messageId && toMessageId(providerAccountId, chatId, messageId),
    };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (!(await isOutOfReach(http, start, error))) return refusalOf(error);
    return { state: 'failed', error: { ...error.info, code: 'recipient_unreachable' } };
  }
}

/** A named product makes an InMail; the classic one only where it is said. */
function specificsOf({ linkedinApi, isInmail, subject }: Start) {
  const about = subject ? { subject } : {};
  if (linkedinApi === 'sales_navigator') return { sales_navigator: about };
  if (linkedinApi === 'recruiter') return { recruiter: about };
  return isInmail ? { classic: { inmail: true } } : null;
}

/** Whether LinkedIn refused because they are not connected: v2 has no type of its own for that. */
async function isOutOfReach(http: GatewayHttp, start: Start, error: GatewayError) {
  const [userId, ...others] = start.providerUserIds;
  const isVague = error.type === 'provider/unprocessable_entity' && !start.isInmail;
  if (!isVague || userId === undefined || others.length > 0) return false;
  try {
    const { providerAccountId } = start;
    const { specifics } = await readProfile(http, { providerAccountId, userId });
    return isConnectedBy(specifics?.network_distance) === false;
  } catch (cause) {
    if (!(cause instanceof GatewayError)) throw cause;
    return cause.code === 'not_found';
  }
}
