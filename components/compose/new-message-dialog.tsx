'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { warningsOf } from '@/components/email/address-rules';
import { EmailWarnings, useEmailWarnings } from '@/components/email/email-warnings';
import { toInput } from '@/components/email/stored-routing';
import { useInboxFacts } from '@/components/inbox/inbox-context';
import { useStoredText, writeStored } from '@/components/inbox/stored-text';
import { useOpenConversation } from '@/components/inbox/use-open-conversation';
import { SendLater } from '@/components/schedule/send-later';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { InlineNotice } from '@/components/ui/inline-notice';
import { AttachButton } from '@/components/uploads/attach-button';
import { FileChips } from '@/components/uploads/file-chips';
import { FileDrop } from '@/components/uploads/file-drop';
import { useFiles } from '@/components/uploads/use-files';
import { useWaiting } from '@/components/uploads/use-waiting';
import { newId } from '@/lib/core/ids';
import { isMailProvider, PROVIDER_NAMES } from '@/lib/core/providers';
import { startConversationAction } from '@/lib/inbox/actions';
import { inboxKeys, sendersOptions } from '@/lib/inbox/options';
import { checkRouting } from '@/lib/inbox/outgoing-email-rules';
import { maxCharactersOf } from '@/lib/inbox/rules';
import { draftKey, type NewMessageDraft, parseDraft, toStored } from './new-message-draft';
import { NewMessageFields } from './new-message-fields';

type NewMessageDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** What was sent had no conversation when it was taken. */
  onStarted: (clientId: string) => void;
};

/** Who writes, to whom, what. Closing it keeps everything on this device. */
export function NewMessageDialog({ isOpen, onOpenChange, onStarted }: NewMessageDialogProps) {
  const queryClient = useQueryClient();
  const { memberId } = useInboxFacts();
  const { open } = useOpenConversation();
  const act = useAct();
  const key = draftKey(memberId);
  const stored = useStoredText(key);
  const senders = useQuery({ ...sendersOptions(), enabled: isOpen });
  const draft = withOnlySender(parseDraft(stored), senders.data ?? []);
  const sender = senders.data?.find(({ id }) => id === draft.accountId) ?? null;
  const files = useFiles({
    conversationId: null,
    accountId: draft.accountId,
    channel: sender ? PROVIDER_NAMES[sender.provider] : 'The channel',
    isEnabled: isOpen && (sender?.capabilities.attachments.isPossible ?? false),
  });
  const waiting = useWaiting();
  const hasContent = draft.text.trim() !== '' || files.ready.length > 0 || files.isUnderWay;
  const intent = useRef({ content: '', clientId: '', fileIds: [] as string[] });
  const warnings = useEmailWarnings();
  // What was asked about goes when it was to go.
  const asked = useRef<string | null>(null);
  const routing = sender && isMailProvider(sender.provider) ? draft.email : null;
  const routingProblem = routing && checkRouting(routing).problem;
  const canSend =
    sender !== null &&
    sender.block === null &&
    (routing ? !routingProblem : draft.recipients.length > 0) &&
    hasContent &&
    files.problem === null &&
    !waiting.isWaiting &&
    draft.text.length <= maxCharactersOf(sender.provider);

  const change = (next: Partial<NewMessageDraft>) =>
    writeStored(key, toStored({ ...draft, ...next }));

  async function send(sendAt: string | null = null) {
    if (!canSend || !draft.accountId) return;
    asked.current = sendAt;
    const fileCount = files.ready.length + files.entries.length;
    if (routing && warnings.stops(warningsOf({ text: draft.text, fileCount, routing }))) return;
    if (files.isUnderWay && !(await waiting.until(files.untilUp))) return;
    // After a lost answer the same content keeps its id and its files, which may have been taken by
    // then, so that pressing again sends it once.
    const content = JSON.stringify([draft, sendAt]);
    const isSame = act.problem?.code === 'unavailable' && intent.current.content === content;
    const taken = files.take().map(({ id }) => id);
    if (!isSame) intent.current = { content, clientId: newId(), fileIds: taken };
    const { clientId, fileIds } = intent.current;
    const { accountId, recipients, text, title, inmailApi, subject } = draft;
    const answer = await act.run(() =>
      startConversationAction({
        accountId,
        clientId,
        ...(routing
          ? {
              email: toInput(routing),
            }
          : {
              recipients: recipients.map(({ providerUserId, name }) => ({ providerUserId, name })),
            }),
        text,
        fileIds,
        title: title || null,
        inmailApi,
        subject: subject || null,
        ...(sendAt && { sendAt }),
      }),
    );
    void files.refresh();
    if (!answer) return;
    warnings.settle();
    writeStored(key, null);
    onOpenChange(false);
    const { conversationId } = answer.data;
    if (conversationId) open(conversationId);
    else onStarted(clientId);
    await queryClient.invalidateQueries({ queryKey: inboxKeys.all });
  }

  return (
    <Dialog
      title="New message"
      isOpen={isOpen}
      onOpenChange={(next) => {
        if (!next) {
          act.forget();
          waiting.stop();
        }
        onOpenChange(next);
      }}
      footer={
        <>
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
          <SendLater isNamed isEnabled={canSend} onChoose={(sendAt) => void send(sendAt)} />
          <Button
            variant="primary"
            isPending={act.isPending || waiting.isWaiting}
            disabled={!canSend}
            onClick={() => void send()}
          >
            Send
          </Button>
        </>
      }
    >
      {senders.data?.length === 0 ? (
        <p className="text-fg-2">No account that you may write from is connected.</p>
      ) : (
        <div className="flex flex-col gap-4">
          {act.problem && (
            <InlineNotice tone="bad" live="assertive">
              {act.problem.message}
            </InlineNotice>
          )}
          {routing && (
            <EmailWarnings
              warnings={warnings.asked}
              onSendAnyway={() => void send(asked.current)}
            />
          )}
          <FileDrop
            onFiles={files.add}
            isEnabled={!waiting.isWaiting}
            className="flex flex-col gap-4"
          >
            <NewMessageFields
              draft={draft}
              senders={senders.data ?? []}
              sender={sender}
              onChange={change}
              onSend={() => void send()}
              tools={
                sender?.capabilities.attachments.isPossible && (
                  <AttachButton onFiles={files.add} disabled={waiting.isWaiting} />
                )
              }
            />
            {sender?.capabilities.attachments.isPossible && (
              <div className="flex flex-col items-start gap-2 empty:hidden">
                <FileChips files={files} />
                {files.problem && <p className="text-meta text-bad">{files.problem}</p>}
                {waiting.isWaiting && (
                  <p role="status" className="text-meta text-fg-2">
                    Uploading…
                  </p>
                )}
              </div>
            )}
          </FileDrop>
        </div>
      )}
    </Dialog>
  );
}

/** Who writes is a deliberate choice, unless there is nothing to choose. */
function withOnlySender(
  draft: NewMessageDraft,
  senders: readonly { id: string }[],
): NewMessageDraft {
  const [only, ...others] = senders;
  if (draft.accountId || !only || others.length > 0) return draft;
  return { ...draft, accountId: only.id };
}
