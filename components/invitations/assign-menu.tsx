'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Act } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { assignInvitationAction } from '@/lib/invitations/actions';
import type { InvitationRow } from '@/lib/invitations/types';
import { teammatesOptions } from '@/lib/triage/options';
import { nameOf } from './invited-person';

type AssignMenuProps = { item: InvitationRow; act: Act };

/** Who of the team is to answer. */
export function AssignMenu({ item, act }: AssignMenuProps) {
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const people = useQuery({ ...teammatesOptions([item.accountId]), enabled: isOpen });
  const { assignee } = item;

  async function assign(memberId: string | null) {
    await act.run(() => assignInvitationAction({ invitationId: item.id, memberId }));
    await client.invalidateQueries({ queryKey: ['invitations'] });
  }

  return (
    <Menu
      align="end"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button
          size={28}
          variant="ghost"
          disabled={act.isPending}
          aria-label={`Give to a colleague: ${nameOf(item)}`}
        >
          Give to…
        </Button>
      }
    >
      {people.isPending && <MenuItem isDisabled>Loading…</MenuItem>}
      {people.isError && <MenuItem isDisabled>The team could not be loaded</MenuItem>}
      {people.data
        ?.filter(({ canAnswer }) => canAnswer)
        .map(({ memberId, name, isMe }) => (
          <MenuItem
            key={memberId}
            isDisabled={memberId === assignee?.memberId}
            onSelect={() => void assign(memberId)}
          >
            {isMe ? 'Me' : name}
          </MenuItem>
        ))}
      {assignee && <MenuItem onSelect={() => void assign(null)}>Nobody</MenuItem>}
    </Menu>
  );
}
