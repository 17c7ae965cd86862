'use client';

import Link from 'next/link';
import { formatLag } from '@/components/accounts/span';
import { useNow } from '@/components/accounts/use-now';
import { figuresOf } from '@/components/overview/figures';
import type { OverviewFiltering } from '@/components/overview/use-overview-filters';
import { TOO_FEW } from '@/lib/accounts/reconnect-rules';
import type { Overview } from '@/lib/overview/types';

/** Four numbers with period and n; each opens the rows behind it. */
export function KpiRow({
  overview,
  filtering,
  onShow,
}: {
  overview: Overview;
  filtering: OverviewFiltering;
  /** Makes the change and brings the table into view. */
  onShow: (change: () => void) => void;
}) {
  const { nowMs } = useNow();
  const figures = figuresOf(overview, nowMs);
  const { medianUptime, medianLagMs } = figures;
  return (
    <section aria-label="Figures">
      <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line lg:grid-cols-4">
        <Kpi
          label="Accounts connected"
          value={`${figures.connected} of ${figures.total}`}
          note={figures.notVerified > 0 ? `now · ${figures.notVerified} not verified` : 'now'}
          onOpen={() => onShow(() => filtering.showOnly({ status: 'connected' }))}
        />
        <Kpi
          label="Median uptime"
          value={medianUptime.value === null ? 'too few' : `${medianUptime.value.toFixed(1)} %`}
          note={`30 days · ${countWords(medianUptime.count)}`}
          onOpen={() => onShow(() => filtering.order('uptime', false))}
        />
        <Kpi
          label="Incidents"
          value={String(overview.incidentCount)}
          note="90 days"
          href="/overview/incidents"
        />
        <Kpi
          label="Median event lag"
          value={medianLagMs.value === null ? 'too few' : formatLag(medianLagMs.value)}
          note={`last event, 7 days · ${countWords(medianLagMs.count)}`}
          onOpen={() => onShow(() => filtering.order('lag', true))}
        />
      </ul>
    </section>
  );
}

function countWords(count: number): string {
  return count < TOO_FEW ? `n = ${count}, needs ${TOO_FEW}` : `n = ${count}`;
}

interface KpiProps {
  label: string;
  value: string;
  note: string;
  /** A page of its own, or what to do with this one. */
  href?: string;
  onOpen?: () => void;
}

/** One number of a row of figures; it opens the list behind it. */
export function Kpi({ label, value, note, href, onOpen }: KpiProps) {
  const style =
    'flex w-full flex-col px-4 py-3 text-start transition-colors hover:bg-hover focus-visible:-outline-offset-2';
  const parts = (
    <>
      <span className="text-meta text-fg-2">{label}</span>
      <span className="text-stat text-fg tabular-nums">{value}</span>
      <span className="text-meta text-fg-3 tabular-nums">{note}</span>
    </>
  );
  return (
    <li className="bg-surface">
      {href ? (
        <Link href={href} className={style}>
          {parts}
        </Link>
      ) : (
        <button type="button" onClick={onOpen} className={style}>
          {parts}
        </button>
      )}
    </li>
  );
}
