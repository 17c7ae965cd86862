import { cx } from 'class-variance-authority';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import type { Provider } from '@/lib/core/providers';

/** The provider's glyph in its colour; its name stands in the text beside it. */
export function AccountGlyph({ provider, className }: { provider: Provider; className?: string }) {
  return (
    <span
      className={cx(
        'inline-flex size-9 shrink-0 items-center justify-center rounded-card border border-line bg-surface',
        className,
      )}
    >
      <ChannelGlyph channel={provider} isBrand isDecorative className="size-5" />
    </span>
  );
}
