import type { RegisteredJob } from '@/lib/jobs/define';
import { handles, handlesGlobally } from '@/lib/jobs/register';
import { syncChat } from './history-handlers';
import { sendJob, settleSendJob, sweepSendsJob, syncAccountJob, syncChatJob } from './jobs';
import { postSend, settleSend, sweepSends } from './send-handlers';
import { syncAccount } from './sync-handlers';

/** Jobs of the inbox; `inbox.sweep-sends` belongs on the clock, once a minute. */
export const inboxHandlers: readonly RegisteredJob[] = [
  handles(syncAccountJob, syncAccount),
  handles(syncChatJob, syncChat),
  handles(sendJob, postSend),
  handles(settleSendJob, settleSend),
  handlesGlobally(sweepSendsJob, sweepSends),
];
