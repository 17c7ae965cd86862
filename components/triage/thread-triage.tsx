'use client';

import {
  AlarmClock,
  Archive,
  BellOff,
  Ellipsis,
  Folder,
  Inbox,
  Mail,
  OctagonAlert,
  Star,
  Tag,
  Trash2,
  UserCheck,
  UserPlus,
} from 'lucide-react';
import { useKeysOf } from '@/components/keyboard/keyboard-provider';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { useTriageActs } from './triage-acts';

type ThreadTriageProps = { conversationId: string };

/** What can be made of the open conversation; nothing of it for a mere reader. */
export function ThreadTriage({ conversationId }: ThreadTriageProps) {
  const { open, run, ask } = useTriageActs();
  const doneKeys = useKeysOf('done');
  const inboxKeys = useKeysOf('backToInbox');
  const snoozeKeys = useKeysOf('snooze');
  if (!open?.canTriage || open.id !== conversationId) return null;
  const ids = [open.id];
  return (
    <>
      {open.place === 'done' ? (
        <IconButton
          label="Back to inbox"
          keys={inboxKeys}
          icon={<Inbox />}
          onClick={() => run('inbox', ids)}
        />
      ) : (
        <IconButton
          label="Done"
          keys={doneKeys}
          icon={<Archive />}
          onClick={() => run('done', ids)}
        />
      )}
      <IconButton
        label="Snooze"
        keys={snoozeKeys}
        icon={<AlarmClock />}
        onClick={() => ask('snooze', ids)}
      />
      <MoreMenu ids={ids} />
    </>
  );
}

function MoreMenu({ ids }: { ids: readonly string[] }) {
  const { open, run, ask } = useTriageActs();
  const unreadKeys = useKeysOf('toggleUnread');
  const starKeys = useKeysOf('star');
  const mineKeys = useKeysOf('assignToMe');
  const labelKeys = useKeysOf('label');
  const assignKeys = useKeysOf('assign');
  const muteKeys = useKeysOf('mute');
  const trashKeys = useKeysOf('trash');
  const spamKeys = useKeysOf('spam');
  const folderKeys = useKeysOf('moveToFolder');
  const inboxKeys = useKeysOf('backToInbox');
  if (!open) return null;
  const isMine = open.assignee?.isMe === true;
  return (
    <Menu
      align="end"
      className="w-60"
      trigger={<IconButton label="More actions" icon={<Ellipsis />} />}
    >
      <MenuItem icon={<Mail />} keys={unreadKeys} onSelect={() => run('unread', ids)}>
        {open.isUnread ? 'Mark as read' : 'Mark as unread'}
      </MenuItem>
      <MenuItem icon={<Star />} keys={starKeys} onSelect={() => run('star', ids)}>
        {open.isStarred ? 'Remove star' : 'Star'}
      </MenuItem>
      <MenuItem icon={<UserCheck />} keys={mineKeys} onSelect={() => run('mine', ids)}>
        {isMine ? 'Assign to nobody' : 'Assign to me'}
      </MenuItem>
      <MenuItem icon={<UserPlus />} keys={assignKeys} onSelect={() => ask('assign', ids)}>
        Assign to…
      </MenuItem>
      <MenuItem icon={<Tag />} keys={labelKeys} onSelect={() => ask('label', ids)}>
        Label…
      </MenuItem>
      <MenuItem icon={<BellOff />} keys={muteKeys} onSelect={() => run('mute', ids)}>
        {open.isMuted ? 'Unmute' : 'Mute'}
      </MenuItem>
      {open.kind === 'email' && (
        <>
          <MenuItem icon={<Trash2 />} keys={trashKeys} onSelect={() => run('trash', ids)}>
            Move to trash
          </MenuItem>
          <MenuItem icon={<OctagonAlert />} keys={spamKeys} onSelect={() => run('spam', ids)}>
            Mark as spam
          </MenuItem>
          <MenuItem icon={<Folder />} keys={folderKeys} onSelect={() => ask('folder', ids)}>
            Move to folder…
          </MenuItem>
        </>
      )}
      {open.place === 'snoozed' && (
        <MenuItem icon={<Inbox />} keys={inboxKeys} onSelect={() => run('inbox', ids)}>
          Back to inbox
        </MenuItem>
      )}
    </Menu>
  );
}
