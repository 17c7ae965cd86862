'use client';

import { cx } from 'class-variance-authority';
import { AlarmClock, Archive, Inbox, Mail, MailOpen, Star, UserPlus } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CommandName } from '@/components/keyboard/commands';
import { useKeysOf } from '@/components/keyboard/keyboard-provider';
import type { TriageFacts } from '@/lib/triage/types';
import { useTriageActs } from './triage-acts';

type RowActionsProps = { id: string; facts: TriageFacts; isMarked: boolean };

/**
 * What can be made of a conversation from its row. Lies over the end of the first line, where the
 * time stands: nothing of the row moves. Reached by Right from the row's link, never by Tab.
 */
export function RowActions({ id, facts, isMarked }: RowActionsProps) {
  const { run, ask } = useTriageActs();
  const { place, isStarred, isUnread } = facts;
  const ids = [id];
  return (
    <span
      className={cx(
        'pointer-events-none absolute end-2 top-1.5 z-1 flex rounded-control opacity-0',
        'pointer-fine:group-hover/row:pointer-events-auto pointer-fine:group-hover/row:opacity-100',
        'group-has-[:focus-visible]/row:pointer-events-auto group-has-[:focus-visible]/row:opacity-100',
        isMarked ? 'bg-accent-soft' : 'bg-hover',
      )}
    >
      {place === 'done' ? (
        <RowAction
          label="Back to inbox"
          command="backToInbox"
          icon={<Inbox />}
          onPress={() => run('inbox', ids)}
        />
      ) : (
        <RowAction
          label="Done"
          command="done"
          icon={<Archive />}
          onPress={() => run('done', ids)}
        />
      )}
      <RowAction
        label="Snooze"
        command="snooze"
        icon={<AlarmClock />}
        onPress={() => ask('snooze', ids)}
      />
      <RowAction
        label={isStarred ? 'Remove star' : 'Star'}
        command="star"
        icon={<Star className={isStarred ? 'fill-current' : undefined} />}
        onPress={() => run('star', ids)}
      />
      <RowAction
        label={isUnread ? 'Mark as read' : 'Mark as unread'}
        command="toggleUnread"
        icon={isUnread ? <MailOpen /> : <Mail />}
        onPress={() => run('unread', ids)}
      />
      <RowAction
        label="Assign to"
        command="assign"
        icon={<UserPlus />}
        onPress={() => ask('assign', ids)}
      />
    </span>
  );
}

type RowActionProps = {
  label: string;
  command: CommandName;
  icon: ReactElement;
  onPress: () => unknown;
};

function RowAction({ label, command, icon, onPress }: RowActionProps) {
  const keys = useKeysOf(command);
  return (
    <button
      type="button"
      aria-label={label}
      // Not a tooltip of ours: five more triggers in each row that the focus passes are time at every j.
      title={keys ? `${label} (${keys})` : label}
      tabIndex={-1}
      // The focus stays where it was: a row that is acted on by pointer need not be the one in hand.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
      className="flex size-6 items-center justify-center rounded-control text-fg-2 hover:text-fg focus-visible:-outline-offset-2"
    >
      {icon}
    </button>
  );
}
