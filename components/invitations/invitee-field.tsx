'use client';

import { X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Input } from '@/components/ui/input';
import { RelativeTime } from '@/components/ui/relative-time';
import { lookUpInviteeAction } from '@/lib/invitations/actions';
import type { Invitee, InviteeHistory, LookedUpInvitee } from '@/lib/invitations/types';
import { nameOf } from './invited-person';

type InviteeFieldProps = {
  accountId: string;
  person: Invitee | null;
  history: InviteeHistory | null;
  /** Chosen elsewhere: not to be looked up again. */
  isFixed: boolean;
  onChange: (person: Invitee | null, history: InviteeHistory | null) => void;
};

const NOBODY = {
  not_an_identifier: 'Paste the address of a profile, or type its public name.',
  somebody_else: 'LinkedIn answered with somebody else. Paste the address of the profile.',
  nobody: 'LinkedIn knows nobody by that name.',
} as const satisfies Record<NonNullable<LookedUpInvitee['why']>, string>;

/** Who is invited. LinkedIn is asked at the press of the button alone. */
export function InviteeField(props: InviteeFieldProps) {
  const { accountId, person, history, isFixed, onChange } = props;
  const act = useAct();
  const [typed, setTyped] = useState('');
  const [why, setWhy] = useState<LookedUpInvitee['why']>(null);

  async function lookUp() {
    setWhy(null);
    const answer = await act.run(() => lookUpInviteeAction({ accountId, text: typed }));
    if (!answer) return;
    setWhy(answer.data.why);
    if (answer.data.person) onChange(answer.data.person, answer.data.history);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (typed.trim() !== '' && !act.isPending) void lookUp();
  }

  if (person) {
    return (
      <div className="flex flex-col gap-3">
        <div className="flex items-center gap-3 rounded-card border border-line p-3">
          <Avatar name={nameOf(person)} size={32} />
          <div className="min-w-0 flex-1">
            <p className="truncate font-medium">
              <bdi>{nameOf(person)}</bdi>
            </p>
            {person.headline && (
              <p className="truncate text-meta text-fg-2" title={person.headline}>
                <bdi>{person.headline}</bdi>
              </p>
            )}
          </div>
          {!isFixed && (
            <IconButton
              label="Choose somebody else"
              icon={<X />}
              onClick={() => onChange(null, null)}
            />
          )}
        </div>
        {history && <History history={history} name={nameOf(person)} />}
      </div>
    );
  }
  return (
    <Field
      label="Profile address or public name"
      help="LinkedIn is asked when you press Look up."
      error={act.problem?.message ?? (why ? NOBODY[why] : undefined)}
    >
      <div className="flex gap-2">
        <Input
          value={typed}
          autoComplete="off"
          placeholder="https://www.linkedin.com/in/…"
          className="min-w-0 flex-1"
          onChange={(event) => {
            setTyped(event.target.value);
            setWhy(null);
            act.forget();
          }}
          onKeyDown={onKeyDown}
        />
        <Button
          size={36}
          isPending={act.isPending}
          disabled={typed.trim() === ''}
          onClick={() => void lookUp()}
        >
          Look up
        </Button>
      </div>
    </Field>
  );
}

/** What stands against an invitation, or speaks for waiting. */
function History({ history, name }: { history: InviteeHistory; name: string }) {
  if (history.isConnection) {
    return <InlineNotice tone="info">{name} is a connection of this account already.</InlineNotice>;
  }
  if (history.isPlanned) {
    return <InlineNotice tone="info">An invitation to {name} is planned already.</InlineNotice>;
  }
  if (history.invitedAbout) {
    return (
      <InlineNotice tone="info">
        This account invited {name} <RelativeTime date={history.invitedAbout} format="age" /> ago.
        It still waits.
      </InlineNotice>
    );
  }
  if (history.hasInvited) {
    return (
      <InlineNotice tone="info">
        {name} has invited this account. Accept that under Received instead.
      </InlineNotice>
    );
  }
  if (!history.withdrawnAt) return null;
  return (
    <InlineNotice tone="warn">
      An invitation to {name} was taken back{' '}
      <RelativeTime date={history.withdrawnAt} format="age" /> ago. LinkedIn refuses another one for
      about three weeks.
    </InlineNotice>
  );
}
