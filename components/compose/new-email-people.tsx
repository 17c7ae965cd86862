import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { EmailFields } from '@/components/email/recipients';
import { peopleOptions } from '@/lib/inbox/options';
import { checkRouting, type EmailRouting } from '@/lib/inbox/outgoing-email-rules';

type NewEmailPeopleProps = {
  accountId: string;
  routing: EmailRouting;
  /** What stands against it is said once something is written. */
  hasText: boolean;
  onChange: (routing: EmailRouting) => void;
};

/** To whom a new e-mail goes, with the people of this mailbox offered while one types. */
export function NewEmailPeople({ accountId, routing, hasText, onChange }: NewEmailPeopleProps) {
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const people = useQuery({
    ...peopleOptions(accountId, q),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const { problem } = checkRouting(routing);
  return (
    <div className="flex flex-col gap-1">
      <EmailFields
        routing={routing}
        onChange={onChange}
        known={q === '' ? [] : (people.data ?? [])}
        onType={setTyped}
      />
      {problem && hasText && <p className="text-meta text-bad">{problem}</p>}
    </div>
  );
}
