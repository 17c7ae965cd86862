import { cx } from 'class-variance-authority';
import {
  CircleCheck,
  CircleMinus,
  CirclePause,
  Clock,
  LoaderCircle,
  OctagonAlert,
  ShieldAlert,
  TriangleAlert,
} from 'lucide-react';
import type { StatusIcon as IconName } from '@/lib/accounts/types';

const drawings = {
  'circle-check': CircleCheck,
  loader: LoaderCircle,
  'triangle-alert': TriangleAlert,
  'octagon-alert': OctagonAlert,
  'pause-circle': CirclePause,
  'shield-alert': ShieldAlert,
  clock: Clock,
  'circle-minus': CircleMinus,
} as const satisfies Record<IconName, unknown>;

/** The drawing of a status word; the one of work in progress turns. */
export function StatusIcon({ name, className }: { name: IconName; className?: string }) {
  const Drawing = drawings[name];
  return (
    <Drawing className={cx(name === 'loader' && 'animate-turn', className)} aria-hidden="true" />
  );
}
