import { cx } from 'class-variance-authority';
import { CircleCheck, CircleMinus, Info, OctagonAlert, TriangleAlert } from 'lucide-react';

/** What a colour may mean. The word and the icon beside it always say the same. */
export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'neutral';

/** Worst first: the order in which things ask for attention. */
export const toneOrder: readonly Tone[] = ['bad', 'warn', 'info', 'neutral', 'ok'];

export const toneText: Record<Tone, string> = {
  ok: 'text-ok',
  info: 'text-info',
  warn: 'text-warn',
  bad: 'text-bad',
  neutral: 'text-neutral',
};

/** The tone on its soft tone: the only way a status is coloured. */
export const toneSoft: Record<Tone, string> = {
  ok: 'bg-ok-soft text-ok',
  info: 'bg-info-soft text-info',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  neutral: 'bg-neutral-soft text-neutral',
};

const icons = {
  ok: CircleCheck,
  info: Info,
  warn: OctagonAlert,
  bad: TriangleAlert,
  neutral: CircleMinus,
};

/** Each tone has its own outline, so that it is told apart without colour. */
export function ToneIcon({ tone, className }: { tone: Tone; className?: string }) {
  const Icon = icons[tone];
  return <Icon className={cx(toneText[tone], className)} aria-hidden="true" />;
}
