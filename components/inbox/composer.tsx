'use client';

import { cx } from 'class-variance-authority';
import { SendHorizontal } from 'lucide-react';
import { type ReactNode, type RefObject, useId, useRef } from 'react';
import { flushSync } from 'react-dom';
import { warningsOf } from '@/components/email/address-rules';
import { EmailWarnings, useEmailWarnings } from '@/components/email/email-warnings';
import { FormattingToggle } from '@/components/email/formatted-field';
import { ForwardedFiles } from '@/components/email/forwarded-files';
import { Recipients } from '@/components/email/recipients';
import type { Answer } from '@/components/email/use-answer';
import { usePreferences } from '@/components/preferences/use-preferences';
import { SendLater } from '@/components/schedule/send-later';
import { Button } from '@/components/ui/button';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { shownLater } from '@/components/ui/later';
import { Tooltip } from '@/components/ui/tooltip';
import { AttachButton } from '@/components/uploads/attach-button';
import { FileChips } from '@/components/uploads/file-chips';
import { FileDrop } from '@/components/uploads/file-drop';
import { useFiles } from '@/components/uploads/use-files';
import { useWaiting } from '@/components/uploads/use-waiting';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { formOf } from '@/lib/inbox/formatted-rules';
import { checkRouting, type EmailRouting } from '@/lib/inbox/outgoing-email-rules';
import { maxCharactersOf } from '@/lib/inbox/rules';
import type { SendFile, ThreadHeader, ThreadMessage } from '@/lib/inbox/types';
import { togetherRefusal } from '@/lib/uploads/rules';
import { Blocked } from './composer-blocked';
import { ComposerField } from './composer-field';
import { composerKeys } from './composer-keys';
import { ComposerQuote } from './composer-quote';
import { useInboxFacts } from './inbox-context';
import { SecondAnswer } from './second-answer';
import { useDraft } from './use-draft';
import { useSecondAnswer } from './use-second-answer';

const EmailChoices = shownLater(() =>
  import('@/components/email/email-choices').then((module) => module.EmailChoices),
);

/** The counter appears when this share of the room is used. */
const COUNTER_SHARE = 0.8;

type ComposerProps = {
  header: ThreadHeader;
  /** The way to write a note instead. */
  tabs: ReactNode;
  onSend: (message: {
    text: string;
    files: SendFile[];
    seenAnswerAt: string | null;
    /** Where it is not to leave at once; ISO 8601. */
    sendAt?: string;
  }) => void;
  /** Of the draft no more: they belong to messages that our server does not hold yet. */
  hiddenFileIds: readonly string[];
  /** The message that is being answered, and the way to answer none. */
  quoted: ThreadMessage | null;
  onDropQuote: () => void;
  /** Answers instead of forwarding. */
  onDropForward: () => void;
  /** In a thread of e-mails: what it answers or forwards, and to whom it goes. */
  answer: Answer | null;
  onRouting: (routing: EmailRouting) => void;
  toRef: RefObject<HTMLInputElement | null>;
  onLeave: () => void;
  fieldRef: RefObject<HTMLElement | null>;
};

/** One box: who is writing above, the text, the way to send it. Closed, it says why. */
export function Composer({
  header,
  tabs,
  onSend,
  hiddenFileIds,
  quoted,
  onDropQuote,
  onDropForward,
  answer,
  onRouting,
  toRef,
  onLeave,
  fieldRef,
}: ComposerProps) {
  const { memberId } = useInboxFacts();
  const routing = answer?.routing ?? null;
  const forward = routing?.forward;
  const { sendsOnEnter } = usePreferences();
  const { text: draft, set: setDraft, take: takeDraft } = useDraft(memberId, header.id);
  const second = useSecondAnswer(header, draft);
  const fromId = useId();
  const limitId = useId();
  const isBlocked = header.replyBlock !== null;
  const limit = maxCharactersOf(header.provider);
  const isTooLong = draft.length > limit;
  const formatted = routing && formOf(draft, routing.formatted);
  const warnings = useEmailWarnings();
  const routingProblem = routing && checkRouting(routing).problem;
  const canAttach = !isBlocked && header.capabilities.attachments.isPossible;
  const files = useFiles({
    conversationId: header.id,
    accountId: null,
    channel: PROVIDER_NAMES[header.provider],
    isEnabled: canAttach,
    hiddenIds: hiddenFileIds,
  });
  const waiting = useWaiting();
  // What was asked about goes when it was to go.
  const asked = useRef<string | null>(null);
  const isEmpty = draft.trim() === '' && files.ready.length === 0 && !files.isUnderWay && !forward;
  const fileProblem =
    files.problem ??
    (forward
      ? togetherRefusal([...files.ready, ...forward.files], PROVIDER_NAMES[header.provider])
      : null);
  const canSend =
    !isBlocked &&
    !isTooLong &&
    !isEmpty &&
    fileProblem === null &&
    !routingProblem &&
    !waiting.isWaiting;

  async function send(sendAt: string | null = null) {
    if (!canSend) return;
    asked.current = sendAt;
    if (second.stops()) return;
    const fileCount =
      files.ready.length + files.entries.length + (forward ? forward.files.length : 0);
    if (routing && warnings.stops(warningsOf({ text: draft, fileCount, routing }))) return;
    if (files.isUnderWay && !(await waiting.until(files.untilUp))) return;
    const text = takeDraft();
    const taken = files.take();
    if (text.trim() === '' && taken.length === 0 && !forward) return;
    warnings.settle();
    const seenAnswerAt = header.othersAnswer?.at ?? null;
    flushSync(() => onSend({ text, files: taken, seenAnswerAt, ...(sendAt && { sendAt }) }));
    // The field of formatted text is gone with it.
    if (formatted) fieldRef.current?.focus();
  }
  const sendAnyway = () => void send(asked.current);

  const fieldLabel = forward ? 'Words above the forwarded e-mail' : `Reply to ${header.name}`;
  const placeholder = forward
    ? 'Write above the forwarded e-mail'
    : routing
      ? 'Write an e-mail'
      : `Message ${header.name}`;

  // An e-mail has paragraphs: there Enter never sends.
  const isSentByEnter = sendsOnEnter && !routing;
  const onKeyDown = composerKeys({
    sendsOnEnter: isSentByEnter,
    onSend: () => void send(),
    onLeave,
  });

  return (
    <div className="px-4 pb-4" data-composer>
      <FileDrop
        onFiles={files.add}
        isEnabled={canAttach}
        className={cx(
          'mx-auto max-w-190 rounded-card border bg-surface transition-colors',
          isBlocked ? 'border-line' : 'border-line-strong focus-within:border-accent-text',
        )}
      >
        {isBlocked ? (
          <>
            {tabs && <div className="px-2 py-1.5">{tabs}</div>}
            <Blocked header={header} hasDraft={draft !== ''} />
          </>
        ) : (
          <div className="flex items-center gap-3 px-2 pt-1.5">
            {tabs}
            <Sender id={fromId} header={header} verb={forward ? 'Forwarding' : 'Replying'} />
          </div>
        )}
        {!isBlocked && (
          <SecondAnswer warning={second} onSendAnyway={sendAnyway} fieldRef={fieldRef} />
        )}
        {!isBlocked && routing && (
          <Recipients
            key={forward ? `forward ${answer?.messageId}` : 'answer'}
            routing={routing}
            onChange={onRouting}
            known={header.participants.filter((person) => !person.isSelf)}
            toRef={toRef}
          />
        )}
        {!isBlocked && routing && warnings.asked.length > 0 && (
          <EmailWarnings
            warnings={warnings.asked}
            onSendAnyway={sendAnyway}
            className="mx-2 mt-2"
          />
        )}
        {!isBlocked && quoted && <ComposerQuote message={quoted} onDrop={onDropQuote} />}
        {(!isBlocked || draft !== '') && (
          <ComposerField
            label={isBlocked ? 'Your draft' : fieldLabel}
            describedBy={isBlocked ? undefined : `${fromId} ${limitId}`}
            placeholder={placeholder}
            text={draft}
            formatted={isBlocked ? null : formatted}
            onChange={(text, form) => {
              setDraft(text);
              if (routing && form) onRouting({ ...routing, formatted: form });
            }}
            onKeyDown={onKeyDown}
            fieldRef={fieldRef}
            isReadOnly={isBlocked || waiting.isWaiting}
            isInvalid={isTooLong}
          />
        )}
        {!isBlocked && routing && forward && (
          <ForwardedFiles
            routing={routing}
            missing={answer?.missing ?? []}
            onChange={onRouting}
            onDrop={onDropForward}
          />
        )}
        {canAttach && <FileChips files={files} className="px-3 pb-2" />}
        {!isBlocked && routing && header.emailTerms && (
          <EmailChoices
            terms={header.emailTerms}
            choices={routing}
            onChange={(choices) => onRouting({ ...routing, ...choices })}
            className="px-3 pb-1"
          />
        )}
        {!isBlocked && (
          <div className="flex min-h-9 flex-wrap items-center justify-end gap-x-3 gap-y-1 px-2 pb-2">
            <span className="me-auto flex gap-1">
              {canAttach && <AttachButton onFiles={files.add} disabled={waiting.isWaiting} />}
              {routing && (
                <FormattingToggle
                  text={draft}
                  formatted={formatted}
                  onChange={(next) => onRouting({ ...routing, formatted: next })}
                  fieldRef={fieldRef}
                  disabled={waiting.isWaiting}
                />
              )}
            </span>
            {(fileProblem ?? (isEmpty ? null : routingProblem)) && (
              <span className="text-meta text-bad">{fileProblem ?? routingProblem}</span>
            )}
            {waiting.isWaiting && <Uploading onStop={waiting.stop} />}
            <Counter id={limitId} length={draft.length} limit={limit} />
            <SendLater isEnabled={canSend} onChoose={(sendAt) => void send(sendAt)} />
            <Tooltip content="Send" keys={isSentByEnter ? 'Enter' : 'Mod+Enter'}>
              <Button
                variant="primary"
                size={28}
                icon={<SendHorizontal />}
                disabled={!canSend}
                onClick={() => void send()}
              >
                Send
              </Button>
            </Tooltip>
          </div>
        )}
      </FileDrop>
    </div>
  );
}

/** The message was told to leave and does so when its files are up. */
function Uploading({ onStop }: { onStop: () => void }) {
  return (
    <>
      <span role="status" className="text-meta text-fg-2">
        Uploading…
      </span>
      <Button size={28} variant="ghost" onClick={onStop}>
        Do not send yet
      </Button>
    </>
  );
}

/** Whose name the message will carry: always in sight, so that nobody writes as somebody else. */
function Sender({ id, header, verb }: { id: string; header: ThreadHeader; verb: string }) {
  return (
    <p id={id} className="flex min-w-0 items-center gap-1.5 px-1 text-meta text-fg-3">
      <span className="shrink-0">{verb} as</span>
      <ChannelGlyph channel={header.provider} isDecorative className="size-3.5!" />
      <bdi className="min-w-0 truncate font-medium text-fg">
        {header.accountName} · {PROVIDER_NAMES[header.provider]}
      </bdi>
      {header.sendAs && (
        <bdi className="min-w-0 truncate">
          from {[header.sendAs.name, header.sendAs.address].filter(Boolean).join(' · ')}
        </bdi>
      )}
    </p>
  );
}

function Counter({ id, length, limit }: { id: string; length: number; limit: number }) {
  const left = limit - length;
  const isShown = length >= limit * COUNTER_SHARE;
  return (
    <span
      id={id}
      className={cx('text-meta tabular-nums', left < 0 ? 'font-medium text-bad' : 'text-fg-3')}
    >
      {isShown &&
        (left < 0
          ? `${(-left).toLocaleString('en')} characters too long`
          : `${left.toLocaleString('en')} characters left`)}
    </span>
  );
}
