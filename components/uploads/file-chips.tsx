'use client';

import { File, FileWarning, RotateCw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { counted } from '@/components/ui/counted';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { sizeText } from '@/lib/inbox/message-rules';
import { percentOf, type UploadEntry } from './upload-entries';
import type { DraftFiles } from './use-files';

/** Each file of a draft: what it is called, how large, how far it is, and the way to be rid of it. */
export function FileChips({ files, className }: { files: DraftFiles; className?: string }) {
  const { ready, entries, removalProblem } = files;
  const count = ready.length + entries.length;
  return (
    <>
      <VisuallyHidden>
        <span role="status">{statusText(files)}</span>
      </VisuallyHidden>
      {count > 0 && (
        <ul aria-label="Files" className={`flex flex-wrap gap-1.5 ${className ?? ''}`}>
          {ready.map((file) => (
            <Chip
              key={file.id}
              icon={<File />}
              name={file.name}
              note={sizeText(file.sizeBytes)}
              acts={
                <IconButton
                  label={`Remove ${file.name}`}
                  icon={<X />}
                  onClick={() => files.remove(file.id)}
                />
              }
            />
          ))}
          {entries.map((entry) => (
            <EntryChip key={entry.key} entry={entry} files={files} />
          ))}
        </ul>
      )}
      {removalProblem && (
        <p role="alert" className={`text-meta text-bad ${className ?? ''}`}>
          {removalProblem}
        </p>
      )}
    </>
  );
}

function EntryChip({ entry, files }: { entry: UploadEntry; files: DraftFiles }) {
  const { name, problem, state } = entry;
  const percent = percentOf(entry);
  const verb = problem === null ? 'Cancel' : 'Remove';
  return (
    <Chip
      icon={problem === null ? <Spinner /> : <FileWarning className="text-bad" />}
      name={name}
      note={
        problem === null ? (
          `${percent} % of ${sizeText(entry.sizeBytes)}`
        ) : (
          <span role="alert" className="whitespace-normal text-bad">
            {problem}
          </span>
        )
      }
      progress={
        problem === null && (
          <span
            role="progressbar"
            aria-label={`Uploading ${name}`}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={percent}
            className="mt-1 block h-1 overflow-hidden rounded-full bg-line"
          >
            <span className="block h-full bg-accent" style={{ width: `${percent}%` }} />
          </span>
        )
      }
      acts={
        <>
          {state === 'failed' && (
            <IconButton
              label={`Try ${name} again`}
              icon={<RotateCw />}
              onClick={() => files.retry(entry)}
            />
          )}
          <IconButton label={`${verb} ${name}`} icon={<X />} onClick={() => files.drop(entry)} />
        </>
      }
    />
  );
}

type ChipProps = {
  icon: ReactNode;
  name: string;
  note: ReactNode;
  progress?: ReactNode;
  acts: ReactNode;
};

/** A file by name and size, with what can be done about it. */
export function Chip({ icon, name, note, progress, acts }: ChipProps) {
  return (
    <li className="flex w-56 max-w-full items-center gap-2 rounded-control border border-line bg-subtle py-1 ps-2 pe-1 text-fg-2 [&>.lucide]:size-4 [&>.lucide]:shrink-0">
      {icon}
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-ui font-medium text-fg" title={name}>
          {name}
        </bdi>
        <span className="block text-meta tabular-nums">{note}</span>
        {progress}
      </span>
      <span className="flex shrink-0">{acts}</span>
    </li>
  );
}

/** Said when it changes: not each per cent. */
function statusText({ ready, entries }: DraftFiles): string {
  const coming = entries.filter(({ problem }) => problem === null).length;
  if (coming > 0) return `Uploading ${counted(coming, 'file', 'files')}…`;
  if (ready.length > 0) return `${counted(ready.length, 'file', 'files')} attached`;
  return '';
}
