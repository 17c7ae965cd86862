import { cx } from 'class-variance-authority';
import { User } from 'lucide-react';
import type { ReactNode } from 'react';
import { hashedIndex, initialsOf } from './initials';

const tints = ['bg-tint-1', 'bg-tint-2', 'bg-tint-3', 'bg-tint-4'] as const;

const sizes = {
  16: 'size-4 text-[0.5625rem] leading-none',
  24: 'size-6 text-micro',
  32: 'size-8 text-meta',
  40: 'size-10 text-ui',
  48: 'size-12 text-h3',
} as const;

type AvatarProps = {
  /** Initials and tint come from it. */
  name: string;
  /** Diameter in px. */
  size?: keyof typeof sizes;
  /** A picture from our own address; the initials stay underneath while it loads. */
  src?: string;
  /** Bottom right, usually a `ChannelGlyph`; drawn in 16 px on a ring of the surface. */
  badge?: ReactNode;
  className?: string;
};

/** Decorative: the name stands beside it. The channel of the badge is announced. */
export function Avatar({ name, size = 32, src, badge, className }: AvatarProps) {
  const initials = initialsOf(name);
  return (
    <span className={cx('relative inline-flex shrink-0', className)}>
      <span
        aria-hidden="true"
        className={cx(
          'relative inline-flex items-center justify-center overflow-hidden rounded-full font-medium text-fg-2 select-none',
          sizes[size],
          tints[hashedIndex(name, tints.length)],
        )}
      >
        {(size <= 24 ? initials.slice(0, 1) : initials) || <User className="size-1/2" />}
        {src && (
          <span
            className="absolute inset-0 bg-cover bg-center"
            style={{ backgroundImage: `url(${JSON.stringify(src)})` }}
          />
        )}
      </span>
      {badge && (
        <span className="absolute -end-1 -bottom-1 inline-flex size-4.5 items-center justify-center rounded-full bg-surface p-0.5 text-fg-2 [&>svg]:size-3.5">
          {badge}
        </span>
      )}
    </span>
  );
}
