import { cx } from 'class-variance-authority';
import type { ReactNode } from 'react';

/** Glyphs of our own in a 16-px box, strokes of 1.5. They hint at a channel; they are nobody's mark. */
const glyphs = {
  LINKEDIN: {
    name: 'LinkedIn',
    brand: 'text-brand-linkedin',
    drawing: (
      <>
        <path d="M3.5 6.75v6M7.25 12.75v-6M7.25 9.25c0-3.4 5.25-3.4 5.25 0v3.5" />
        <path d="M3.5 3.6v.05" strokeWidth="2.2" />
      </>
    ),
  },
  WHATSAPP: {
    name: 'WhatsApp',
    brand: 'text-brand-whatsapp',
    drawing: (
      <>
        <path d="M2 14l.9-3.1A6 6 0 1 1 5.2 13.2z" />
        <path d="M6.1 5.9c-.3 2 1.9 4.2 4 4" />
      </>
    ),
  },
  INSTAGRAM: {
    name: 'Instagram',
    brand: 'text-brand-instagram',
    drawing: (
      <>
        <rect x="2.25" y="2.25" width="11.5" height="11.5" rx="3.25" />
        <circle cx="8" cy="8" r="2.6" />
        <path d="M11.2 4.8v.05" strokeWidth="1.7" />
      </>
    ),
  },
  MESSENGER: {
    name: 'Messenger',
    brand: 'text-brand-messenger',
    drawing: (
      <>
        <path d="M3.5 14v-2.4A5.6 5.6 0 0 1 1.9 7.6C1.9 4.5 4.6 2.2 8 2.2s6.1 2.3 6.1 5.4S11.4 13 8 13c-.7 0-1.4-.1-2-.3z" />
        <path d="M4.9 9l2.2-2.4 1.8 1.6L11.1 6" />
      </>
    ),
  },
  TELEGRAM: {
    name: 'Telegram',
    brand: 'text-brand-telegram',
    drawing: (
      <>
        <path d="M14 2.75L1.9 7.4l3.9 1.7L11.6 13z" />
        <path d="M14 2.75L5.8 9.1l.1 4 2-2.4" />
      </>
    ),
  },
  TWITTER: {
    name: 'X',
    brand: 'text-brand-twitter',
    drawing: (
      <>
        <path d="M2.5 2.5h2.9l8.1 11h-2.9z" />
        <path d="M13 2.5L8.9 7.1M7 9.1l-3.9 4.4" />
      </>
    ),
  },
  GOOGLE: {
    name: 'Google',
    brand: 'text-brand-google',
    drawing: <path d="M12.1 4.3A5.6 5.6 0 1 0 13.6 8H8.4" strokeWidth="1.9" />,
  },
  OUTLOOK: {
    name: 'Outlook',
    brand: 'text-brand-outlook',
    drawing: (
      <>
        <circle cx="4.9" cy="8" r="3.15" />
        <path d="M7.2 3.25h5.3c.7 0 1.25.55 1.25 1.25v7c0 .7-.55 1.25-1.25 1.25H7.2" />
        <path d="M13.6 5.4L9.8 8.2" />
      </>
    ),
  },
  MAIL: {
    name: 'E-mail',
    brand: 'text-brand-mail',
    drawing: (
      <>
        <rect x="1.75" y="3.25" width="12.5" height="9.5" rx="1.5" />
        <path d="M2.2 4.6L8 8.9l5.8-4.3" />
      </>
    ),
  },
} as const satisfies Record<string, { name: string; brand: string; drawing: ReactNode }>;

export type Channel = keyof typeof glyphs;

export const channels = Object.keys(glyphs).filter(isChannel);

/** Whether there is a glyph and a name for it; a gateway may know channels that we do not. */
export function isChannel(value: string): value is Channel {
  return Object.hasOwn(glyphs, value);
}

/** The name as people write it; the text itself for a channel that we do not know. */
export function channelName(channel: string): string {
  return isChannel(channel) ? glyphs[channel].name : channel;
}

type ChannelGlyphProps = {
  /** A `Channel`; anything else gets a plain bubble. */
  channel: string;
  /** In its own colour: accounts and onboarding only. */
  isBrand?: boolean;
  /** Only where the channel's name stands beside it. */
  isDecorative?: boolean;
  className?: string;
};

/** 16 px unless sized by a class, in the colour of the text around it. */
export function ChannelGlyph({
  channel,
  isBrand = false,
  isDecorative = false,
  className,
}: ChannelGlyphProps) {
  // All mailboxes together look like any of them.
  const drawn = channel === 'EMAIL' ? 'MAIL' : channel;
  const glyph = isChannel(drawn) ? glyphs[drawn] : undefined;
  const look = {
    viewBox: '0 0 16 16',
    fill: 'none',
    stroke: 'currentColor',
    strokeWidth: 1.5,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
    className: cx('size-4 shrink-0', isBrand && glyph?.brand, className),
  } as const;
  const drawing = glyph?.drawing ?? (
    <path d="M3.5 2.75h9c.7 0 1.25.55 1.25 1.25v6c0 .7-.55 1.25-1.25 1.25H7L3.75 13.5v-2.25H3.5c-.7 0-1.25-.55-1.25-1.25V4c0-.7.55-1.25 1.25-1.25z" />
  );
  if (isDecorative) {
    return (
      <svg aria-hidden="true" {...look}>
        {drawing}
      </svg>
    );
  }
  return (
    <svg role="img" aria-label={channelName(channel)} {...look}>
      {drawing}
    </svg>
  );
}
