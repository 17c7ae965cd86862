import { Button } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { isNotFound } from '@/lib/core/fetch-json';

type NotThereProps = { error: Error; onNewest: () => void };

/** The message that the conversation should open at cannot be shown. */
export function NotThere({ error, onNewest }: NotThereProps) {
  const isMissing = isNotFound(error);
  return (
    <InlineNotice
      tone="warn"
      title={isMissing ? 'That message is not here' : 'That message could not be loaded'}
      className="m-3"
      live="polite"
      action={
        <Button size={28} onClick={onNewest}>
          Show the newest
        </Button>
      }
    >
      {isMissing
        ? 'It was removed, or it is older than what was imported.'
        : 'The newest messages are shown instead.'}
    </InlineNotice>
  );
}
