import { AudioLines, File, Image, Newspaper, Video } from 'lucide-react';
import type { ReactNode } from 'react';
import { attachmentWord } from '@/lib/inbox/rules';
import type { ThreadMessage } from '@/lib/inbox/types';

type Attachment = ThreadMessage['attachments'][number];

/** The message that this one answers. */
export function Quoted({ quoted }: { quoted: NonNullable<ThreadMessage['quoted']> }) {
  return (
    <blockquote className="mb-1.5 border-s-2 border-line-strong ps-2 text-meta text-fg-2">
      <bdi className="block font-medium">{quoted.senderName}</bdi>
      <span dir="auto" className="line-clamp-3 break-words whitespace-pre-wrap">
        {quoted.text ?? <i>Message without text</i>}
      </span>
    </blockquote>
  );
}

export function Reactions({ reactions }: Pick<ThreadMessage, 'reactions'>) {
  const byValue = new Map<string, string[]>();
  for (const { value, senderName } of reactions) {
    byValue.set(value, [...(byValue.get(value) ?? []), senderName]);
  }
  return (
    <ul aria-label="Reactions" className="-mt-1 flex flex-wrap gap-1 px-2">
      {[...byValue].map(([value, given]) => {
        const names = given.join(', ');
        return (
          <li
            key={value}
            title={names}
            className="inline-flex h-5 items-center gap-1 rounded-full border border-line bg-surface px-1.5 text-meta text-fg-2"
          >
            <span>{value}</span>
            {given.length > 1 && <span className="tabular-nums">{given.length}</span>}
            <span className="sr-only">by {names}</span>
          </li>
        );
      })}
    </ul>
  );
}

const icons: Record<Attachment['kind'], ReactNode> = {
  image: <Image />,
  video: <Video />,
  audio: <AudioLines />,
  file: <File />,
  post: <Newspaper />,
  meeting: <Video />,
  unknown: <File />,
};

type AttachmentCardProps = {
  attachment: Attachment;
  /** Where to look at it, since its bytes stay at the provider for now. */
  place: { url: string; name: string } | null;
};

export function AttachmentCard({ attachment, place }: AttachmentCardProps) {
  const word = attachmentWord(attachment);
  const facts = [
    attachment.fileName && attachment.kind !== 'file' ? attachment.fileName : null,
    typeOf(attachment.mimeType),
    sizeText(attachment.sizeBytes),
    attachment.isUnavailable ? 'no longer available' : null,
  ].filter((fact) => fact !== null);
  return (
    <div className="flex w-64 max-w-full items-center gap-2.5 rounded-card border border-line bg-surface p-2.5">
      <span className="inline-flex size-8 shrink-0 items-center justify-center rounded-control bg-subtle text-fg-2">
        {icons[attachment.kind]}
      </span>
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-ui font-medium" title={word}>
          {word}
        </bdi>
        <span className="block truncate text-meta text-fg-3" title={facts.join(' · ')}>
          {facts.join(' · ')}
          {place && !attachment.isUnavailable && (
            <>
              {facts.length > 0 && ' · '}
              <a
                href={place.url}
                target="_blank"
                rel="noopener noreferrer"
                className="text-accent-text underline underline-offset-2"
              >
                Open in {place.name}
              </a>
            </>
          )}
        </span>
      </span>
    </div>
  );
}

/** "PDF" of "application/pdf". */
function typeOf(mimeType: string | null): string | null {
  const type = mimeType?.split('/')[1]?.split(/[;+]/)[0];
  return type && type.length <= 5 ? type.toUpperCase() : null;
}

function sizeText(sizeBytes: number | null): string | null {
  if (sizeBytes === null) return null;
  if (sizeBytes < 1_000) return `${sizeBytes} B`;
  if (sizeBytes < 1_000_000) return `${Math.round(sizeBytes / 1_000)} kB`;
  return `${(sizeBytes / 1_000_000).toFixed(1)} MB`;
}
