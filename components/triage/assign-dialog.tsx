'use client';

import { useQuery } from '@tanstack/react-query';
import { UserX } from 'lucide-react';
import { LoadError } from '@/components/shell/load-error';
import { Avatar } from '@/components/ui/avatar';
import { ChoiceList } from '@/components/ui/choice-list';
import { Dialog } from '@/components/ui/dialog';
import { teammatesOptions } from '@/lib/triage/options';
import { assignChoices, NOBODY } from './assign-choices';
import type { QuestionProps } from './questions';

/** Gives conversations to a colleague who may answer in each of them, to oneself or to nobody. */
export function AssignDialog({ subjects, onChoose, ...dialog }: QuestionProps) {
  const count = subjects.length;
  return (
    <Dialog
      title={count === 1 ? 'Assign to' : `Assign ${count} conversations to`}
      description={
        count === 1 ? (
          <>
            For <bdi>{subjects[0]?.name}</bdi>.
          </>
        ) : (
          'Only people who may answer in every one of them can have them.'
        )
      }
      size="sm"
      {...dialog}
    >
      <AssigneeChoice subjects={subjects} onChoose={onChoose} />
    </Dialog>
  );
}

function AssigneeChoice({ subjects, onChoose }: Pick<QuestionProps, 'subjects' | 'onChoose'>) {
  const query = useQuery(teammatesOptions(subjects.map(({ accountId }) => accountId)));
  if (query.isError && !query.data) {
    return <LoadError query={query} title="Your colleagues could not be loaded" />;
  }
  const people = query.data ?? [];
  const choices = query.data ? assignChoices(query.data, subjects) : [];
  return (
    <ChoiceList
      label="Assign to"
      listLabel="People"
      placeholder="Find a colleague"
      choices={choices.map((choice) => ({
        ...choice,
        leading:
          choice.id === NOBODY ? (
            <UserX className="size-4" aria-hidden="true" />
          ) : (
            <Avatar name={choice.label} size={16} />
          ),
      }))}
      onChoose={(id) => {
        const one = people.find(({ memberId }) => memberId === id);
        if (one || id === NOBODY) {
          const assignee = one ? { memberId: one.memberId, name: one.name, isMe: one.isMe } : null;
          onChoose({ kind: 'assign', assignee });
        }
      }}
      emptyText={(text) =>
        query.isPending ? 'Loading people…' : `Nobody matches “${text.trim()}”.`
      }
      isPending={query.isPending}
    />
  );
}
