'use client';

import { type ReactNode, useState } from 'react';
import { ErrorDetails } from '@/components/shell/error-details';
import { Button } from '@/components/ui/button';
import { buttonStyle } from '@/components/ui/button-style';
import { RelativeTime } from '@/components/ui/relative-time';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { checkSendAction, discardSendAction, retrySendAction } from '@/lib/inbox/actions';
import { inboxKeys } from '@/lib/inbox/options';
import type { CheckedSend, ThreadHeader, ThreadSend } from '@/lib/inbox/types';
import type { TakenBack } from './message-group';
import type { OutboxEntry } from './outbox-entries';
import { ReconnectButton } from './reconnect-button';
import { SendAgain } from './send-again';
import { useSendAct } from './use-send-act';

type SendProblemProps = {
  send: ThreadSend;
  header: ThreadHeader;
  /** Puts text back into the composer. */
  onEdit: (text: string, taken: TakenBack) => void;
  onSendAgain: (send: ThreadSend) => void;
};

/** Under a message that did not go out, or of which that is not known: why, what is safe, what to do. */
export function SendProblem({ send, header, onEdit, onSendAgain }: SendProblemProps) {
  if (send.state === 'failed') return <Failed send={send} header={header} onEdit={onEdit} />;
  if (send.state === 'unknown') {
    return <Unconfirmed send={send} header={header} onSendAgain={onSendAgain} />;
  }
  // It waits for another try, which nobody has to ask for.
  return send.problem && <SendNote text={send.problem.text} details={send.errorRequestId} />;
}

function Failed({ send, header, onEdit }: Omit<SendProblemProps, 'onSendAgain'>) {
  const act = useSendAct(inboxKeys.thread(header.id));
  const sendId = send.id;
  const step = send.problem?.step;
  // Of an account that was reconnected since, the same advice would be wrong.
  const isSinceThen = (send.settledAt ?? '') > header.accountStatusSince;
  const isReconnectHelpful =
    header.replyBlock === 'reconnect_needed' || (step === 'reconnect' && isSinceThen);
  return (
    <SendNote
      problem={act.problem?.message}
      details={send.errorRequestId}
      text={send.problem?.text}
    >
      {isReconnectHelpful && header.canManageAccount && (
        <ReconnectButton
          account={{ id: header.accountId, name: header.accountName, provider: header.provider }}
        />
      )}
      {step === 'open_provider' && header.providerUrl && (
        <a
          href={header.providerUrl}
          target="_blank"
          rel="noopener noreferrer"
          className={buttonStyle({ size: 28 })}
        >
          Open in {PROVIDER_NAMES[header.provider]}
        </a>
      )}
      {header.replyBlock === null && (
        <Button
          size={28}
          isPending={act.isPending}
          onClick={() => act.run(() => retrySendAction({ sendId }))}
        >
          Try again
        </Button>
      )}
      {send.isMine && (
        <Button
          size={28}
          variant="ghost"
          disabled={act.isPending}
          onClick={() =>
            act.run(
              () => discardSendAction({ sendId }),
              ({ text, ...taken }) => onEdit(text, taken),
            )
          }
        >
          Edit
        </Button>
      )}
    </SendNote>
  );
}

function Unconfirmed({ send, header, onSendAgain }: Omit<SendProblemProps, 'onEdit'>) {
  const act = useSendAct(inboxKeys.thread(header.id));
  const [checked, setChecked] = useState<CheckedSend | null>(null);
  return (
    <SendNote
      problem={act.problem?.message}
      details={send.errorRequestId}
      text={
        <>
          {send.problem?.text}{' '}
          {checked?.state === 'unknown' && (
            <>
              Not found in the chat at <RelativeTime date={checked.checkedAt} />.
            </>
          )}
        </>
      }
    >
      {header.replyBlock !== 'viewer' && header.replyBlock !== 'read_only_sharing' && (
        <Button
          size={28}
          isPending={act.isPending}
          onClick={() => act.run(() => checkSendAction({ sendId: send.id }), setChecked)}
        >
          Check now
        </Button>
      )}
      {header.replyBlock === null && (
        <SendAgain
          person={header.name}
          confirmLabel="Send again"
          onConfirm={() => onSendAgain(send)}
        />
      )}
    </SendNote>
  );
}

type UnsavedProps = {
  entry: OutboxEntry;
  onRetry: (entry: OutboxEntry) => void;
  onEdit: (entry: OutboxEntry) => void;
};

/** Under a message that did not even reach our own server. */
export function UnsavedProblem({ entry, onRetry, onEdit }: UnsavedProps) {
  return (
    <SendNote text={entry.problem} details={entry.reference}>
      <Button size={28} onClick={() => onRetry(entry)}>
        Try again
      </Button>
      <Button size={28} variant="ghost" onClick={() => onEdit(entry)}>
        Edit
      </Button>
    </SendNote>
  );
}

type SendNoteProps = {
  text: ReactNode;
  /** Why the button that was just pressed did nothing. */
  problem?: string;
  /** Request id of the provider, to be copied for support. */
  details: string | null;
  children?: ReactNode;
};

/** Words and buttons under one of our own messages. */
export function SendNote({ text, problem, details, children }: SendNoteProps) {
  return (
    <div className="flex flex-col items-end gap-1 pt-0.5 pb-1 text-end text-meta text-fg-2">
      <p>{text}</p>
      {problem && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      {children && (
        <div className="flex flex-wrap items-center justify-end gap-1.5">{children}</div>
      )}
      {details && <ErrorDetails reference={details} />}
    </div>
  );
}
