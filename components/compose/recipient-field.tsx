'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { normaliseEmail } from '@/lib/core/email';
import { isMailProvider, PROVIDER_NAMES, type Provider } from '@/lib/core/providers';
import { lookUpRecipientAction } from '@/lib/inbox/actions';
import type { InmailApi } from '@/lib/inbox/capability-rules';
import { peopleOptions } from '@/lib/inbox/options';
import { identifierOf } from '@/lib/inbox/recipient-rules';
import type { LookedUp, Recipient, SendingAccount } from '@/lib/inbox/start-types';

type RecipientFieldProps = {
  sender: SendingAccount;
  inmailApi: InmailApi | null;
  recipients: readonly Recipient[];
  onChange: (recipients: Recipient[]) => void;
};

/**
 * Who gets it. Typing searches the people whom we know; the provider is asked only at the press of
 * "Look up", about an address, a public name or a number.
 */
export function RecipientField({ sender, inmailApi, recipients, onChange }: RecipientFieldProps) {
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<LookedUp | null>(null);
  const act = useAct();
  const { provider, capabilities } = sender;
  const linkedinApi = inmailApi ?? 'classic';
  const isEmail = isMailProvider(provider);
  const address = isEmail ? normaliseEmail(typed) : null;
  const canHaveMore =
    isEmail || recipients.length === 0 || (capabilities.groups.isPossible && inmailApi === null);
  const canLookUp =
    (capabilities.startByProfile.isPossible || capabilities.startByPhone.isPossible) &&
    identifierOf(provider, typed) !== null;
  const q = useDeferredValue(typed.trim());
  const people = useQuery({
    ...peopleOptions(sender.id, q),
    // Whom we know we know by the ids of the classic product.
    enabled: canHaveMore && q !== '' && linkedinApi === 'classic',
    placeholderData: keepPreviousData,
  });
  const known = q === '' || linkedinApi !== 'classic' ? [] : (people.data ?? []);
  const offered = [...(found?.person ? [found.person] : []), ...known].filter(
    (person, index, all) =>
      all.findIndex((one) => one.providerUserId === person.providerUserId) === index &&
      recipients.every((one) => one.providerUserId !== person.providerUserId),
  );

  function add(person: Recipient) {
    onChange([...recipients, person]);
    setTyped('');
    setFound(null);
  }

  function addAddress() {
    if (address)
      add({ providerUserId: address, name: address, headline: null, isConnection: null });
  }

  async function lookUp() {
    const answer = await act.run(() =>
      lookUpRecipientAction({ accountId: sender.id, text: typed, linkedinApi }),
    );
    setFound(answer?.data ?? null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const [first] = offered;
    if (address) addAddress();
    else if (first) add(first);
    else if (canLookUp && !act.isPending) void lookUp();
  }

  return (
    <div className="flex flex-col gap-2">
      {recipients.length > 0 && (
        <ul aria-label="Recipients" className="flex flex-wrap gap-1.5">
          {recipients.map((person) => (
            <li
              key={person.providerUserId}
              className="flex min-w-0 items-center gap-1 rounded-control border border-line bg-subtle ps-2"
            >
              <bdi className="max-w-60 truncate text-ui" title={person.name}>
                {person.name}
              </bdi>
              <IconButton
                label={`Remove ${person.name}`}
                icon={<X />}
                onClick={() =>
                  onChange(recipients.filter((one) => one.providerUserId !== person.providerUserId))
                }
              />
            </li>
          ))}
        </ul>
      )}
      {canHaveMore && (
        <Field
          label={recipients.length === 0 || isEmail ? 'To' : 'Add to the group'}
          help={helpOf(provider, linkedinApi)}
          error={act.problem?.message ?? nobodyText(found, provider)}
        >
          <div className="flex gap-2">
            <Input
              value={typed}
              dir="auto"
              autoComplete="off"
              className="min-w-0 flex-1"
              onChange={(event) => {
                setTyped(event.target.value);
                setFound(null);
                act.forget();
              }}
              onKeyDown={onKeyDown}
            />
            {isEmail ? (
              <Button size={36} disabled={address === null} onClick={addAddress}>
                Add
              </Button>
            ) : (
              <Button
                size={36}
                disabled={!canLookUp}
                isPending={act.isPending}
                onClick={() => void lookUp()}
              >
                Look up
              </Button>
            )}
          </div>
        </Field>
      )}
      {canHaveMore && offered.length > 0 && (
        <ul aria-label="People" className="flex flex-col">
          {offered.map((person) => (
            <li key={person.providerUserId}>
              <PersonButton person={person} isInmail={inmailApi !== null} onChoose={add} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type PersonButtonProps = {
  person: Recipient;
  isInmail: boolean;
  onChoose: (person: Recipient) => void;
};

function PersonButton({ person, isInmail, onChoose }: PersonButtonProps) {
  const warning =
    person.isConnection === false && !isInmail
      ? 'Not a connection: a message may be refused.'
      : null;
  return (
    <button
      type="button"
      onClick={() => onChoose(person)}
      className="flex min-h-11 w-full min-w-0 items-center gap-3 rounded-control px-2 py-1.5 text-start transition-colors hover:bg-hover"
    >
      <Avatar name={person.name} size={32} />
      <span className="flex min-w-0 flex-col">
        <bdi className="truncate text-ui font-medium text-fg" title={person.name}>
          {person.name}
        </bdi>
        {person.headline && (
          <span className="truncate text-meta text-fg-2" title={person.headline}>
            {person.headline}
          </span>
        )}
        {warning && <span className="text-meta text-warn">{warning}</span>}
      </span>
    </button>
  );
}

function helpOf(provider: Provider, linkedinApi: InmailApi): string {
  switch (provider) {
    case 'LINKEDIN':
      return linkedinApi === 'classic'
        ? 'A name that you know, a profile address or a public name.'
        : 'A profile address or a public name.';
    case 'WHATSAPP':
      return 'A name that you know, or a phone number with its country code.';
    case 'INSTAGRAM':
    case 'TELEGRAM':
      return 'A name that you know, or a user name.';
    case 'GOOGLE':
    case 'OUTLOOK':
    case 'MAIL':
      return 'A name that you know, or an e-mail address.';
    default:
      return 'A name that you know.';
  }
}

function nobodyText(found: LookedUp | null, provider: Provider): string | undefined {
  const channel = PROVIDER_NAMES[provider];
  switch (found?.why) {
    case 'nobody':
      return `${channel} finds nobody by that.`;
    case 'somebody_else':
      return `${channel} answered with somebody else. Check the address.`;
    case 'not_an_identifier':
      return `${channel} cannot look that up.`;
    default:
      return undefined;
  }
}
