'use client';

import { useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import type { EmailView } from '@/lib/email-html/types';
import { trustImagesAction } from '@/lib/emails/actions';
import type { EmailFacts, ThreadMessage } from '@/lib/inbox/types';
import { EmailFrame } from './email-frame';

type EmailBodyProps = {
  message: ThreadMessage;
  email: EmailFacts;
  view: EmailView;
};

/** The text of an e-mail. Remote images are fetched only once its reader wants that: they tell the sender. */
export function EmailBody({ message, email, view }: EmailBodyProps) {
  const [areWanted, setAreWanted] = useState(false);
  const [hasRemote, setHasRemote] = useState(false);
  const trust = useAct();
  const areImagesAllowed = areWanted || email.areImagesTrusted;
  const sender = email.people.from?.address;
  const always = async () => {
    setAreWanted(true);
    await trust.run(() => trustImagesAction({ messageId: message.id }));
  };
  return (
    <>
      {hasRemote && !areImagesAllowed && view === 'safe' && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-control bg-subtle px-3 py-1.5 text-meta text-fg-2">
          <p className="min-w-48 flex-1">
            Images are blocked: loading them would tell the sender that you read this.
          </p>
          <Button size={28} onClick={() => setAreWanted(true)}>
            Show images
          </Button>
          {sender && (
            <Button size={28} variant="ghost" onClick={() => void always()}>
              <span className="max-w-60 truncate">
                Always from <bdi>{sender}</bdi>
              </span>
            </Button>
          )}
        </div>
      )}
      {trust.problem && (
        <p role="alert" className="text-meta text-bad">
          {trust.problem.message}
        </p>
      )}
      <EmailFrame
        key={`${view} ${areImagesAllowed}`}
        messageId={message.id}
        subject={message.subject}
        view={view}
        areImagesAllowed={areImagesAllowed}
        onRemote={setHasRemote}
      />
    </>
  );
}
