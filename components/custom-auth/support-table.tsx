import { Check, CircleDashed, X } from 'lucide-react';
import type { ConnectableProvider } from '@/lib/connect/types';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import {
  hasOwnSignIn,
  SIGN_IN_FEATURES,
  supportOf,
  whyNotHere,
} from '@/lib/custom-auth/method-rules';

const LOOKS = {
  yes: { Icon: Check, className: 'text-ok', word: 'Works' },
  partly: { Icon: CircleDashed, className: 'text-warn', word: 'Works for most accounts' },
  no: { Icon: X, className: 'text-bad', word: 'Not possible' },
} as const;

/** What a sign-in to this provider may need and whether it is supported, each with icon and word. */
export function SupportTable({ provider }: { provider: ConnectableProvider }) {
  const rows = SIGN_IN_FEATURES.flatMap(({ feature, label }) => {
    const support = supportOf(provider, feature);
    // What the guide calls custom there is for those who have a consent of the provider from elsewhere.
    if (feature === 'custom' && !hasOwnSignIn(provider)) return [];
    return support
      ? [{ feature, label, look: LOOKS[support], why: whyNotHere(provider, feature) }]
      : [];
  });
  return (
    <details className="text-ui text-fg-2">
      <summary className="cursor-pointer rounded-[4px] py-1 text-fg-2 hover:text-fg pointer-coarse:min-h-11 pointer-coarse:py-3">
        What works with {PROVIDER_NAMES[provider]}
      </summary>
      <ul className="mt-2 flex flex-col gap-2">
        {rows.map(({ feature, label, look: { Icon, className, word }, why }) => (
          <li key={feature} className="flex items-start gap-2">
            <Icon className={`mt-px size-4 shrink-0 ${className}`} aria-hidden="true" />
            <span>
              <span className="text-fg">{label}</span>: {word}
              {why && <span className="block text-meta text-fg-3">{why}</span>}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
