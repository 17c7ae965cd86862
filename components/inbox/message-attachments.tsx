'use client';

import { Download } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { buttonStyle } from '@/components/ui/button-style';
import { Dialog } from '@/components/ui/dialog';
import {
  attachmentAlt,
  attachmentPath,
  attachmentTitle,
  isPlayable,
} from '@/lib/inbox/message-rules';
import type { ThreadAttachment, ThreadMessage } from '@/lib/inbox/types';
import { FileCard, type Place } from './message-file';
import { Media } from './message-media';

type AttachmentsProps = {
  message: Pick<ThreadMessage, 'id' | 'attachments'>;
  senderName: string;
  channel: string;
  place: Place;
};

/** Everything that came with a message, in its order. */
export function Attachments({ message, senderName, channel, place }: AttachmentsProps) {
  const [shownId, setShownId] = useState<string | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const pictures = message.attachments.filter((one) => one.kind === 'image' && isPlayable(one));
  return (
    <>
      {message.attachments.map((attachment) => {
        const key = attachment.id;
        const common = { attachment, messageId: message.id, channel, place };
        if (!isPlayable(attachment)) return <FileCard key={key} {...common} />;
        return (
          <Media
            key={key}
            {...common}
            senderName={senderName}
            onOpen={() => {
              setShownId(attachment.id);
              setIsOpen(true);
            }}
          />
        );
      })}
      <Viewer
        messageId={message.id}
        pictures={pictures}
        senderName={senderName}
        shownId={shownId}
        isOpen={isOpen}
        onShow={setShownId}
        onOpenChange={setIsOpen}
      />
    </>
  );
}

type ViewerProps = {
  messageId: string;
  pictures: ThreadAttachment[];
  senderName: string;
  /** Stays while it closes: gone at once, the same Escape would close the conversation too. */
  shownId: string | null;
  isOpen: boolean;
  onShow: (id: string) => void;
  onOpenChange: (isOpen: boolean) => void;
};

/** A picture as large as the window allows; the arrows go through the pictures of the message. */
function Viewer(props: ViewerProps) {
  const { messageId, pictures, senderName, shownId, isOpen, onShow, onOpenChange } = props;
  const index = pictures.findIndex((one) => one.id === shownId);
  const shown = pictures[index];
  // Round and round: a button that is disabled under the focus would drop it out of the dialog.
  const stepBy = (by: number) => {
    const next = pictures[(index + by + pictures.length) % pictures.length];
    if (next) onShow(next.id);
  };
  useArrows(isOpen && pictures.length > 1, stepBy);
  if (!shown) return null;
  const path = attachmentPath(messageId, shown.id);
  const place = pictures.length > 1 ? ` ${index + 1} of ${pictures.length}` : '';
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`${attachmentTitle(shown)}${place}`}
      size="lg"
    >
      <img
        src={path}
        alt={attachmentAlt(shown, senderName)}
        className="mx-auto max-h-[70vh] max-w-full object-contain"
      />
      {/* In the content, where the focus begins: on Close it would open a tooltip that takes Escape. */}
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        {pictures.length > 1 && (
          <>
            <Button onClick={() => stepBy(-1)}>Previous</Button>
            <Button onClick={() => stepBy(1)}>Next</Button>
          </>
        )}
        <a
          href={`${path}?download=1`}
          download=""
          className={buttonStyle({ variant: 'secondary' })}
        >
          <Download />
          Download
        </a>
      </div>
    </Dialog>
  );
}

/** The arrow keys, wherever the focus is: in a dialog nothing else uses them. */
function useArrows(isActive: boolean, stepBy: (by: number) => void): void {
  const step = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') stepBy(-1);
    if (event.key === 'ArrowRight') stepBy(1);
  });
  useEffect(() => {
    if (!isActive) return;
    const listen = (event: KeyboardEvent) => step(event);
    // Before the dialog, which keeps the keys to itself.
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, [isActive]);
}
