'use client';

import {
  AudioLines,
  Calendar,
  Download,
  File,
  FileQuestionMark,
  Image,
  Newspaper,
  Video,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { formatter } from '@/components/ui/format-time';
import { IconButton } from '@/components/ui/icon-button';
import {
  attachmentPath,
  attachmentTitle,
  isDownloadable,
  lengthText,
  sizeText,
  typeText,
} from '@/lib/inbox/message-rules';
import type { ThreadAttachment } from '@/lib/inbox/types';
import { useDownload } from './use-download';

const icons: Record<ThreadAttachment['kind'], ReactNode> = {
  image: <Image />,
  video: <Video />,
  audio: <AudioLines />,
  file: <File />,
  post: <Newspaper />,
  meeting: <Calendar />,
  unknown: <FileQuestionMark />,
};

/** The conversation at its provider, where its address is known. */
export type Place = { url: string; name: string } | null;

type FileCardProps = {
  attachment: ThreadAttachment;
  messageId: string;
  channel: string;
  place: Place;
  /** Why it stands here as a card although it could be shown. */
  problem?: string;
  onRetry?: () => void;
};

/** A file by its name, size and type, with what can be done with it. */
export function FileCard(props: FileCardProps) {
  const { attachment, messageId, channel, place, problem, onRetry } = props;
  const title = attachmentTitle(attachment);
  const download = useDownload(attachmentPath(messageId, attachment.id), channel);
  const canDownload = isDownloadable(attachment);
  const said = download.problem ?? problem;
  const facts = <Facts attachment={attachment} channel={channel} />;
  return (
    <div
      data-attachment={attachment.kind}
      className="flex w-72 max-w-full items-center gap-2.5 rounded-card border border-line bg-surface p-2.5"
    >
      <span className="inline-flex size-8 shrink-0 items-center justify-center rounded-control bg-subtle text-fg-2">
        {icons[attachment.kind]}
      </span>
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-ui font-medium" title={title}>
          {title}
        </bdi>
        <span className="block text-meta text-fg-3">{facts}</span>
        {said && (
          <span role="status" className="block text-meta text-bad">
            {said}
          </span>
        )}
        {place && !canDownload && !attachment.isUnavailable && <OpenAt place={place} />}
      </span>
      {canDownload &&
        (said ? (
          <Button
            size={28}
            isPending={download.isPending}
            onClick={onRetry && !download.problem ? onRetry : download.start}
          >
            Retry
          </Button>
        ) : (
          <IconButton
            label={`Download ${title}`}
            icon={<Download />}
            isPending={download.isPending}
            onClick={download.start}
          />
        ))}
    </div>
  );
}

function Facts({ attachment, channel }: { attachment: ThreadAttachment; channel: string }) {
  const clock = useClock();
  if (attachment.isUnavailable) return `No longer available at ${channel}`;
  if (attachment.kind === 'meeting') {
    if (!attachment.startsAt || !clock) return 'Time not given';
    const format = formatter(clock.locale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: clock.timeZone,
    });
    const start = new Date(attachment.startsAt);
    const end = attachment.endsAt ? new Date(attachment.endsAt) : null;
    return end && end > start ? format.formatRange(start, end) : format.format(start);
  }
  const title = attachmentTitle(attachment);
  return [
    attachment.fileName === title ? null : attachment.fileName,
    typeText(attachment.mimeType),
    attachment.durationSeconds === null ? null : lengthText(attachment.durationSeconds),
    attachment.sizeBytes === null ? null : sizeText(attachment.sizeBytes),
  ]
    .filter((fact) => fact !== null)
    .join(' · ');
}

function OpenAt({ place }: { place: NonNullable<Place> }) {
  return (
    <a
      href={place.url}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-block min-h-6 text-meta text-accent-text underline underline-offset-2"
    >
      Open in {place.name}
    </a>
  );
}
