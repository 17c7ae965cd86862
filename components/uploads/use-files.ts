'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useInboxFacts } from '@/components/inbox/inbox-context';
import { useAct } from '@/components/shell/use-act';
import { removeFileAction } from '@/lib/uploads/actions';
import { uploadKeys, uploadPath, waitingOptions } from '@/lib/uploads/options';
import { fileRefusal, togetherRefusal } from '@/lib/uploads/rules';
import type { WaitingFile } from '@/lib/uploads/types';
import { hasProblem, isUnderWay, type UploadEntry } from './upload-entries';
import { addUpload, dropUpload, retryUpload, untilUp, uploadsOf, useUploads } from './upload-store';

type FilesInput = {
  /** Null for the message that begins a conversation, which then names its account. */
  conversationId: string | null;
  accountId: string | null;
  /** What the channel is called in a refusal. */
  channel: string;
  isEnabled: boolean;
  /** Files of messages that left this composer and that our server does not hold yet. */
  hiddenIds?: readonly string[];
};

export type DraftFiles = ReturnType<typeof useFiles>;
const NO_IDS: readonly string[] = [];

/** The files of a draft: those that are up, kept by the server, and those on their way from here. */
export function useFiles(input: FilesInput) {
  const { conversationId, accountId, channel, isEnabled, hiddenIds = NO_IDS } = input;
  const { memberId } = useInboxFacts();
  const queryClient = useQueryClient();
  const removal = useAct();
  const draft = `${memberId} ${conversationId ?? 'new'}`;
  const queryKey = uploadKeys.waiting(conversationId);
  const { data } = useQuery({ ...waitingOptions(conversationId), enabled: isEnabled });
  const all = useUploads(draft);
  const entries = isEnabled ? all : [];
  const ready = isEnabled ? (data ?? []).filter(({ id }) => !hiddenIds.includes(id)) : [];

  const put = (update: (files: WaitingFile[]) => WaitingFile[]) =>
    queryClient.setQueryData<WaitingFile[]>(queryKey, (files = []) => update(files));
  /** What the server says, after what was just written here: an answer under way is older. */
  const refresh = () => queryClient.invalidateQueries({ queryKey });

  function add(files: Iterable<File>): void {
    const target = conversationId ? { conversationId } : accountId && { accountId };
    if (!isEnabled || !target) return;
    for (const file of files) {
      const coming = uploadsOf(draft).filter(({ state }) => state !== 'refused');
      const refusal = fileRefusal(
        { name: file.name, sizeBytes: file.size },
        [...ready, ...coming],
        channel,
      );
      const onDone = (done: WaitingFile) => {
        put((others) => inOrder([...others.filter(({ id }) => id !== done.id), done]));
        void refresh();
      };
      addUpload(draft, { file, path: uploadPath(target), onDone }, refusal);
    }
  }

  async function remove(fileId: string): Promise<void> {
    put((files) => files.filter(({ id }) => id !== fileId));
    await removal.run(() => removeFileAction({ fileId }));
    await refresh();
  }

  return {
    ready,
    entries,
    isUnderWay: isUnderWay(entries),
    /** Why the message cannot leave with these files, in a sentence. */
    problem: hasProblem(entries)
      ? 'Remove the files that are not up, or try again.'
      : togetherRefusal(ready, channel),
    removalProblem: removal.problem?.message ?? null,
    add,
    remove: (fileId: string) => void remove(fileId),
    drop: (entry: UploadEntry) => dropUpload(draft, entry.key),
    retry: (entry: UploadEntry) => retryUpload(draft, entry.key),
    untilUp: () => untilUp(draft),
    /** The files that are up, which leave the composer with this. */
    take(): WaitingFile[] {
      const files = (queryClient.getQueryData<WaitingFile[]>(queryKey) ?? []).filter(
        ({ id }) => !hiddenIds.includes(id),
      );
      if (files.length > 0) put((others) => others.filter((one) => !files.includes(one)));
      return isEnabled ? files : [];
    },
    refresh,
  };
}

/** As they were chosen, not as they arrived: their ids are made in the order of time. */
function inOrder(files: WaitingFile[]): WaitingFile[] {
  return files.sort((one, other) => (one.id < other.id ? -1 : 1));
}
