import { Check, Minus } from 'lucide-react';
import { CardSection } from '@/components/ui/card';
import type { AccountDetail } from '@/lib/accounts/types';
import { isMailProvider } from '@/lib/core/providers';
import { CAPABILITIES, CAPABILITY_NAMES, capabilitiesOf } from '@/lib/inbox/capability-rules';

/** What can be done from this account, and why the rest cannot. */
export function CapabilitySection({ detail: { account, features } }: { detail: AccountDetail }) {
  if (isMailProvider(account.provider)) return null;
  const verdicts = capabilitiesOf({ provider: account.provider, features });
  return (
    <CardSection title="What it can do">
      <ul className="flex flex-col gap-2">
        {CAPABILITIES.map((name) => {
          const { isPossible, why } = verdicts[name];
          return (
            <li key={name} className="flex items-start gap-2 text-ui">
              <span className={isPossible ? 'text-ok' : 'text-fg-3'} aria-hidden="true">
                {isPossible ? <Check className="size-4" /> : <Minus className="size-4" />}
              </span>
              <span className="min-w-0">
                <span className={isPossible ? 'text-fg' : 'text-fg-2'}>
                  {CAPABILITY_NAMES[name]}
                  <span className="sr-only">: {isPossible ? 'yes' : 'no'}</span>
                </span>
                {why && <span className="block text-meta text-fg-2">{why}</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </CardSection>
  );
}
