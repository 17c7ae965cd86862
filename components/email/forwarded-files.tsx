import { File, Forward, X } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { Chip } from '@/components/uploads/file-chips';
import { sizeText } from '@/lib/inbox/message-rules';
import type { EmailRouting } from '@/lib/inbox/outgoing-email-rules';

type ForwardedFilesProps = {
  routing: EmailRouting;
  /** Files that the provider no longer has, by name. */
  missing: readonly string[];
  onChange: (routing: EmailRouting) => void;
  /** Answers instead. */
  onDrop: () => void;
};

/** That the original goes below, with which of its files; each can be left out. */
export function ForwardedFiles({ routing, missing, onChange, onDrop }: ForwardedFilesProps) {
  const files = routing.forward?.files ?? [];
  return (
    <div className="flex flex-col gap-1.5 px-3 pb-2">
      <p className="flex min-h-7 items-center gap-1.5 text-meta text-fg-2 [&>.lucide]:size-3.5">
        <Forward />
        <span className="flex-1">
          The e-mail goes below{files.length > 0 && ', with its files'}
        </span>
        <IconButton label="Reply instead" icon={<X />} onClick={onDrop} />
      </p>
      {missing.map((name) => (
        <p key={name} className="text-meta text-warn">
          <bdi>{name}</bdi> is no longer at the provider and stays behind.
        </p>
      ))}
      {files.length > 0 && (
        <ul aria-label="Files of the forwarded e-mail" className="flex flex-wrap gap-1.5">
          {files.map(({ id, name, sizeBytes }) => (
            <Chip
              key={id}
              icon={<File />}
              name={name}
              note={sizeText(sizeBytes)}
              acts={
                <IconButton
                  label={`Leave out ${name}`}
                  icon={<X />}
                  onClick={() =>
                    onChange({
                      ...routing,
                      forward: { files: files.filter((one) => one.id !== id) },
                    })
                  }
                />
              }
            />
          ))}
        </ul>
      )}
    </div>
  );
}
