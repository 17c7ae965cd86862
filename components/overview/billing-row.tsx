'use client';

import { useNow } from '@/components/accounts/use-now';
import { Kpi } from '@/components/overview/kpi-row';
import type { OverviewFiltering } from '@/components/overview/use-overview-filters';
import { formatter } from '@/components/ui/format-time';
import type { Overview } from '@/lib/overview/types';

interface BillingRowProps {
  overview: Overview;
  filtering: OverviewFiltering;
  /** Makes the change and brings the table into view. */
  onShow: (change: () => void) => void;
}

/** What of the accounts is billed this month, and what could go before the next. */
export function BillingRow({ overview: { billing }, filtering, onShow }: BillingRowProps) {
  const { locale } = useNow();
  const day = (iso: string, hasDay: boolean) =>
    formatter(locale, {
      month: 'long',
      timeZone: 'UTC',
      ...(hasDay ? { day: 'numeric' } : {}),
    }).format(new Date(iso));
  const spare = billing.unowned + billing.doubled;
  const all = () => onShow(() => filtering.clear());
  return (
    <section aria-labelledby="billing" className="flex flex-col gap-2">
      <div>
        <h2 id="billing" className="text-h3">
          Billed accounts
        </h2>
        <p className="text-meta text-fg-3">
          The API bills the most accounts that are linked at once, signed in or not. An estimate for{' '}
          {day(billing.monthStart, false)} (UTC), of this workspace alone.
        </p>
      </div>
      <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line lg:grid-cols-4">
        <Kpi
          label="Peak so far"
          value={String(billing.peak)}
          note={`since ${day(billing.peakAt, true)}`}
          onOpen={all}
        />
        <Kpi label="Linked now" value={String(billing.current)} note="accounts" onOpen={all} />
        <Kpi
          label="Expected peak"
          value={String(billing.expected)}
          note={
            billing.signingIn === 0
              ? 'if nothing more is connected'
              : `with ${billing.signingIn} being signed in`
          }
          onOpen={all}
        />
        <Kpi
          label="Not needed"
          value={String(spare)}
          note={`${billing.unowned} nobody’s · ${billing.doubled} doubled`}
          {...(billing.unowned > 0
            ? { onOpen: () => onShow(() => filtering.showOnly({ owner: 'none' })) }
            : { href: '#attention' })}
        />
      </ul>
    </section>
  );
}
