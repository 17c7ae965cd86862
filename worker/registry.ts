import type { CronItem } from 'graphile-worker';
import { accountSettingsHandlers } from '@/lib/account-settings/handlers';
import { accountHandlers } from '@/lib/accounts/handlers';
import { checkAllJob } from '@/lib/accounts/jobs';
import { coverageHandlers } from '@/lib/coverage/handlers';
import { pollAccountsJob } from '@/lib/coverage/jobs';
import { customAuthHandlers } from '@/lib/custom-auth/handlers';
import { emailHandlers } from '@/lib/emails/handlers';
import { erasureHandlers } from '@/lib/erasure/handlers';
import { gatewayHandlers } from '@/lib/gateways/handlers';
import { healingHandlers } from '@/lib/healing/handlers';
import { hostedCallbackHandlers } from '@/lib/hosted-callback/handlers';
import { inboxHandlers } from '@/lib/inbox/handlers';
import { sweepSendsJob } from '@/lib/inbox/jobs';
import { invitationImportHandlers } from '@/lib/invitation-imports/handlers';
import { invitationHandlers } from '@/lib/invitations/handlers';
import { pollInvitationsJob, sweepPlansJob } from '@/lib/invitations/jobs';
import type { GlobalJob, RegisteredJob } from '@/lib/jobs/define';
import { noticeHandlers } from '@/lib/notices/handlers';
import { sweepNoticesJob } from '@/lib/notices/jobs';
import { peopleHandlers } from '@/lib/people/handlers';
import { pollPeopleJob } from '@/lib/people/jobs';
import { reminderHandlers } from '@/lib/reminders/handlers';
import { digestJob } from '@/lib/reminders/jobs';
import { triageHandlers } from '@/lib/triage/handlers';
import { sweepSnoozedJob } from '@/lib/triage/jobs';
import { uploadHandlers } from '@/lib/uploads/handlers';
import { sweepFilesJob } from '@/lib/uploads/jobs';

/** Everything the worker can do. A job that is enqueued and stands here nowhere is a bug. */
export const JOBS: readonly RegisteredJob[] = [
  ...accountHandlers,
  ...accountSettingsHandlers,
  ...coverageHandlers,
  ...customAuthHandlers,
  ...emailHandlers,
  ...erasureHandlers,
  ...gatewayHandlers,
  ...healingHandlers,
  ...hostedCallbackHandlers,
  ...inboxHandlers,
  ...invitationHandlers,
  ...invitationImportHandlers,
  ...noticeHandlers,
  ...peopleHandlers,
  ...reminderHandlers,
  ...triageHandlers,
  ...uploadHandlers,
];

/** The clockwork. Missed beats are not made up for: each job looks for whatever is due by then. */
export const CRON: readonly CronItem[] = [
  everyMinute(checkAllJob),
  everyMinute(pollAccountsJob),
  everyMinute(pollInvitationsJob),
  everyMinute(sweepPlansJob),
  everyMinute(pollPeopleJob),
  everyMinute(sweepSendsJob),
  everyMinute(sweepNoticesJob),
  everyMinute(sweepSnoozedJob),
  everyMinute(sweepFilesJob),
  { task: digestJob.name, match: '0 7 * * *', options: { maxAttempts: digestJob.maxAttempts } },
];

function everyMinute(job: GlobalJob<unknown>): CronItem {
  return {
    task: job.name,
    match: '* * * * *',
    options: { maxAttempts: job.maxAttempts, backfillPeriod: 0, jobKey: job.name },
  };
}
