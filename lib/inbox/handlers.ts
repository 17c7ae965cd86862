import type { RegisteredJob } from '@/lib/jobs/define';
import { handles, handlesGlobally } from '@/lib/jobs/register';
import { syncChat } from './history-handlers';
import {
  readAtProviderJob,
  sendJob,
  settleSendJob,
  sweepSendsJob,
  syncAccountJob,
  syncChatJob,
} from './jobs';
import { readAtProvider } from './receipt-handlers';
import { postSend, settleSend, sweepSends } from './send-handlers';
import { syncAccount } from './sync-handlers';

/** Jobs of the inbox; `inbox.sweep-sends` belongs on the clock, once a minute. */
export const inboxHandlers: readonly RegisteredJob[] = [
  handles(syncAccountJob, syncAccount),
  handles(syncChatJob, syncChat),
  handles(sendJob, postSend),
  handles(settleSendJob, settleSend),
  handles(readAtProviderJob, readAtProvider),
  handlesGlobally(sweepSendsJob, sweepSends),
];
