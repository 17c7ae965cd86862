'use client';

import { AlarmClock, Archive, Mail, Tag, UserCheck, UserPlus, X } from 'lucide-react';
import { useSelection } from '@/components/inbox/selection';
import { useKeysOf } from '@/components/keyboard/keyboard-provider';
import { PaneHeader } from '@/components/shell/pane-header';
import { IconButton } from '@/components/ui/icon-button';
import { useTriageActs } from './triage-acts';

/** Stands in for the head of the list while rows are selected: as high, so that no row moves. */
export function BulkBar() {
  const { selectedIds, clear } = useSelection();
  const { canTriage, run, ask } = useTriageActs();
  const keys = {
    done: useKeysOf('done'),
    snooze: useKeysOf('snooze'),
    unread: useKeysOf('toggleUnread'),
    mine: useKeysOf('assignToMe'),
    label: useKeysOf('label'),
    assign: useKeysOf('assign'),
    back: useKeysOf('back'),
  };
  const ids = [...selectedIds];
  return (
    <PaneHeader
      level={1}
      title={`${ids.length} selected`}
      className="bg-transparent"
      actions={
        <>
          {canTriage && (
            <>
              <IconButton
                label="Done"
                keys={keys.done}
                icon={<Archive />}
                onClick={() => run('done', ids)}
              />
              <IconButton
                label="Snooze"
                keys={keys.snooze}
                icon={<AlarmClock />}
                onClick={() => ask('snooze', ids)}
              />
              <IconButton
                label="Label"
                keys={keys.label}
                icon={<Tag />}
                onClick={() => ask('label', ids)}
              />
              <IconButton
                label="Assign to"
                keys={keys.assign}
                icon={<UserPlus />}
                onClick={() => ask('assign', ids)}
              />
              <IconButton
                label="Read or unread"
                keys={keys.unread}
                icon={<Mail />}
                onClick={() => run('unread', ids)}
              />
              <IconButton
                label="Assign to me"
                keys={keys.mine}
                icon={<UserCheck />}
                onClick={() => run('mine', ids)}
              />
            </>
          )}
          <IconButton label="Clear selection" keys={keys.back} icon={<X />} onClick={clear} />
        </>
      }
    />
  );
}
