'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { useRef, useState } from 'react';
import { ProblemText } from '@/components/shell/problem-text';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { counted } from '@/components/ui/counted';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { formatAbsoluteTime } from '@/components/ui/format-time';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { useToast } from '@/components/ui/toast';
import { normaliseEmail } from '@/lib/core/email';
import { newId } from '@/lib/core/ids';
import { addPlanAction } from '@/lib/invitations/actions';
import { fitNote, noteExcess, noteLength } from '@/lib/invitations/note-rules';
import type { Invitee, InviteeHistory, PaceCard } from '@/lib/invitations/types';
import type { InviteStart } from './invite-context';
import { nameOf } from './invited-person';
import { InviteeField } from './invitee-field';

const PLAN = '/invitations?view=planned';

type InviteDialogProps = {
  start: InviteStart;
  cards: readonly PaceCard[];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onPlanned: () => void;
};

/** Which account invites whom, with which words; when, the plan says. */
export function InviteDialog({ start, cards, isOpen, onOpenChange, onPlanned }: InviteDialogProps) {
  const client = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const clock = useClock();
  const act = useAct();
  const isPlanShown = useSearchParams().get('view') === 'planned';
  const mine = cards.filter(({ canChange }) => canChange);
  const [accountId, setAccountId] = useState(start.accountId);
  const [person, setPerson] = useState<Invitee | null>(start.person);
  const [history, setHistory] = useState<InviteeHistory | null>(null);
  const [note, setNote] = useState(start.note);
  const [email, setEmail] = useState('');
  const intent = useRef({ content: '', clientId: '' });
  const card = mine.find((one) => one.accountId === accountId) ?? null;
  const excess = card ? noteExcess(note.trim(), card.limits) : 0;
  const address = normaliseEmail(email);
  const canPlan =
    card !== null &&
    person !== null &&
    excess === 0 &&
    (!start.isEmailAsked || address !== null) &&
    !history?.isConnection &&
    !history?.isPlanned &&
    history?.invitedAbout == null;

  async function plan() {
    if (!canPlan || !card || !person) return;
    // After a lost answer the same content keeps its id, so that pressing again plans it once.
    const content = JSON.stringify([accountId, person, note, email]);
    if (intent.current.content !== content) intent.current = { content, clientId: newId() };
    const answer = await act.run(() =>
      addPlanAction({
        accountId: card.accountId,
        clientId: intent.current.clientId,
        person,
        note,
        ...(start.isEmailAsked && { email: address }),
        ...(clock && { zone: clock.timeZone }),
      }),
    );
    await client.invalidateQueries({ queryKey: ['invitations'] });
    if (!answer) return;
    const { plannedAt } = answer.data;
    const when =
      plannedAt && clock
        ? `for ${formatAbsoluteTime(new Date(plannedAt), clock.timeZone, clock.locale)}`
        : 'as soon as the account may send';
    toast.show({
      title: `${nameOf(person)}: planned ${when}`,
      ...(!isPlanShown && {
        action: { label: 'See the plan', onAction: () => router.push(PLAN) },
      }),
    });
    onOpenChange(false);
    onPlanned();
  }

  return (
    <Dialog
      title="Invite to connect on LinkedIn"
      isOpen={isOpen}
      onOpenChange={(next) => {
        if (!next) act.forget();
        onOpenChange(next);
      }}
      footer={
        <>
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
          <Button
            variant="primary"
            isPending={act.isPending}
            disabled={!canPlan}
            onClick={() => void plan()}
          >
            Plan invitation
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {act.problem && (
          <InlineNotice tone="bad" live="assertive">
            <ProblemText problem={act.problem} />
          </InlineNotice>
        )}
        <Field label="From" isButtonControl>
          <Select
            value={accountId}
            placeholder="Choose an account"
            onValueChange={(next) => {
              setAccountId(next);
              // What was between them and another account says nothing of this one.
              if (!start.person) setPerson(null);
              setHistory(null);
            }}
            options={mine.map((one) => ({ value: one.accountId, label: one.accountName }))}
          />
        </Field>
        {card && (
          <InviteeField
            key={card.accountId}
            accountId={card.accountId}
            person={person}
            history={history}
            isFixed={start.person !== null}
            onChange={(next, known) => {
              setPerson(next);
              setHistory(known);
            }}
          />
        )}
        {start.isEmailAsked && (
          <Field
            label="Their e-mail address"
            help="LinkedIn wants it of whoever invites this person. It is sent to LinkedIn with the invitation."
            error={email !== '' && address === null ? 'This is no e-mail address.' : undefined}
          >
            <Input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
          </Field>
        )}
        <Field
          label="Note"
          isOptional
          help={card ? noteHelp(card, note.trim()) : undefined}
          error={excess > 0 ? `${counted(excess, 'character', 'characters')} too long.` : undefined}
        >
          <Textarea
            rows={4}
            dir="auto"
            className="max-h-60"
            value={note}
            onChange={(event) => setNote(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void plan();
            }}
          />
        </Field>
        {card && excess > 0 && (
          <Button
            size={28}
            className="self-start"
            onClick={() => setNote(fitNote(note.trim(), card.limits))}
          >
            Cut the note to {card.limits.noteCharacters} characters
          </Button>
        )}
      </div>
    </Dialog>
  );
}

/** "87 of 200 characters · 4 of 5 notes left this month". */
function noteHelp({ limits, uses }: PaceCard, note: string): string {
  const used = `${noteLength(note)} of ${limits.noteCharacters} characters`;
  const notes = uses.find(({ limit }) => limit === 'notes');
  if (!notes) return used;
  const left = Math.max(0, notes.left - notes.planned);
  return `${used} · ${left} of ${notes.cap.max} notes left this month`;
}
