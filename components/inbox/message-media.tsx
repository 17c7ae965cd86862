'use client';

import { useState } from 'react';
import {
  attachmentAlt,
  attachmentPath,
  attachmentTitle,
  lengthText,
} from '@/lib/inbox/message-rules';
import type { ThreadAttachment } from '@/lib/inbox/types';
import { FileCard, type Place } from './message-file';

const THUMB_PX = 240;
const TALLEST_PX = 320;
const STICKER_PX = 128;

type MediaProps = {
  attachment: ThreadAttachment;
  messageId: string;
  senderName: string;
  channel: string;
  place: Place;
  /** Opens a picture large. */
  onOpen: () => void;
};

/** A picture, a video or a recording in the thread; its card where it cannot be loaded. */
export function Media(props: MediaProps) {
  const { attachment, messageId, channel, place } = props;
  const [tries, setTries] = useState(0);
  const [hasFailed, setHasFailed] = useState(false);
  if (hasFailed) {
    return (
      <FileCard
        attachment={attachment}
        messageId={messageId}
        channel={channel}
        place={place}
        problem="Could not be shown."
        onRetry={() => {
          setTries(tries + 1);
          setHasFailed(false);
        }}
      />
    );
  }
  const shown = { ...props, onError: () => setHasFailed(true) };
  if (attachment.kind === 'image') return <Picture key={tries} {...shown} />;
  if (attachment.kind === 'video') return <Movie key={tries} {...shown} />;
  return <Recording key={tries} {...shown} />;
}

/** Told of an error by the event, or found on taking over what failed while the page still came in. */
type ShownProps = MediaProps & { onError: () => void };

function Picture({ attachment, messageId, senderName, onOpen, onError }: ShownProps) {
  const alt = attachmentAlt(attachment, senderName);
  const { isSticker } = attachment;
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-label={`Open ${alt}`}
      data-attachment="image"
      className={
        isSticker
          ? 'block max-w-full rounded-card'
          : 'block max-w-full overflow-hidden rounded-card border border-line bg-subtle'
      }
    >
      <img
        src={attachmentPath(messageId, attachment.id)}
        alt={alt}
        loading="lazy"
        decoding="async"
        onError={onError}
        ref={(image) => {
          if (image?.complete && image.naturalWidth === 0) onError();
        }}
        style={boxOf(attachment)}
        className={isSticker ? 'max-w-full object-contain' : 'max-w-full object-cover'}
      />
    </button>
  );
}

/** Kept free before the picture is there, so that nothing moves when it comes. */
function boxOf({ width, height, isSticker }: ThreadAttachment) {
  if (isSticker) return { width: STICKER_PX, height: STICKER_PX };
  if (!width || !height) return { width: THUMB_PX, height: (THUMB_PX * 2) / 3 };
  const scale = Math.min(1, THUMB_PX / width, TALLEST_PX / height);
  return { width: Math.max(48, width * scale), height: Math.max(32, height * scale) };
}

function Movie({ attachment, messageId, senderName, onError }: ShownProps) {
  const { width, height, isGif } = attachment;
  const ratio = width && height ? width / height : 16 / 9;
  const moving = isGif ? { loop: true, muted: true, autoPlay: true, playsInline: true } : {};
  return (
    <video
      controls
      preload={isGif ? 'auto' : 'none'}
      {...moving}
      src={attachmentPath(messageId, attachment.id)}
      aria-label={attachmentAlt(attachment, senderName)}
      data-attachment="video"
      onError={onError}
      ref={(video) => {
        if (video?.error) onError();
      }}
      style={{ width: Math.min(320, TALLEST_PX * ratio), aspectRatio: ratio }}
      className="max-w-full rounded-card border border-line bg-subtle"
    >
      {/* Videos of a chat come without captions. */}
      <track kind="captions" />
    </video>
  );
}

function Recording({ attachment, messageId, senderName, onError }: ShownProps) {
  const { durationSeconds } = attachment;
  return (
    <div
      data-attachment="audio"
      className="flex w-72 max-w-full flex-col gap-1.5 rounded-card border border-line bg-surface p-2.5"
    >
      <span className="flex gap-2 text-meta text-fg-2">
        <span className="min-w-0 flex-1 truncate font-medium">{attachmentTitle(attachment)}</span>
        {durationSeconds !== null && (
          <span className="tabular-nums">{lengthText(durationSeconds)}</span>
        )}
      </span>
      <audio
        controls
        preload="none"
        src={attachmentPath(messageId, attachment.id)}
        aria-label={attachmentAlt(attachment, senderName)}
        onError={onError}
        className="h-9 w-full"
      >
        <track kind="captions" />
      </audio>
    </div>
  );
}
