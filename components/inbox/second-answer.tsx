'use client';

import type { RefObject } from 'react';
import { Button } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SecondAnswerReason } from './second-answer-rules';
import type { SecondAnswerWarning } from './use-second-answer';

type SecondAnswerProps = {
  warning: SecondAnswerWarning;
  onSendAnyway: () => void;
  fieldRef: RefObject<HTMLElement | null>;
};

/** Says in the composer that a reply may be the second one, and asks once before it goes. */
export function SecondAnswer({ warning, onSendAnyway, fieldRef }: SecondAnswerProps) {
  const { reason, isOver, isAsking, settle } = warning;
  return (
    <div role="status" className="empty:hidden">
      {reason && (
        <InlineNotice
          tone="warn"
          title={<Title reason={reason} isOver={isOver} />}
          className="mx-2 mt-2"
          action={
            isAsking && (
              <>
                {reason.kind === 'answered' && (
                  <Button
                    size={28}
                    onClick={() => {
                      settle();
                      showNewest();
                      fieldRef.current?.focus({ preventScroll: true });
                    }}
                  >
                    Review
                  </Button>
                )}
                <Button size={28} variant="ghost" onClick={onSendAnyway}>
                  Send anyway
                </Button>
              </>
            )
          }
        >
          {isAsking && 'Nothing was sent yet. Send once more to send it all the same.'}
        </InlineNotice>
      )}
    </div>
  );
}

function Title({ reason, isOver }: { reason: SecondAnswerReason; isOver: boolean }) {
  if (reason.kind === 'typing') {
    const [one, several] = isOver ? ['was', 'were'] : ['is', 'are'];
    return (
      <>
        <bdi>{new Intl.ListFormat('en').format(reason.names)}</bdi>{' '}
        {reason.names.length === 1 ? one : several} typing a reply
      </>
    );
  }
  return (
    <>
      <bdi>{reason.name}</bdi> replied after you began · <RelativeTime date={reason.at} />
    </>
  );
}

function showNewest(): void {
  const articles = document.querySelectorAll<HTMLElement>('[role="log"] article');
  articles[articles.length - 1]?.scrollIntoView({ block: 'nearest' });
}
