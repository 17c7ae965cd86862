'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';
import type { ButtonSize, ButtonVariant } from './button-style';
import { IconButton } from './icon-button';

const SHOWN_MS = 2000;

type CopyButtonProps = {
  text: string;
  /** Verb and thing: "Copy reference". */
  label?: string;
  isIconOnly?: boolean;
  variant?: ButtonVariant;
  /** Height in px. */
  size?: ButtonSize;
  className?: string;
};

/** Says "Copied" for two seconds, in sight and to readers. */
export function CopyButton({
  text,
  label = 'Copy',
  isIconOnly = false,
  variant = 'ghost',
  size = 28,
  className,
}: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (outcome === 'idle') return;
    const timer = setTimeout(() => setOutcome('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const words = { idle: label, copied: 'Copied', failed: 'Could not copy' }[outcome];
  const look = {
    variant,
    size,
    className,
    icon: outcome === 'copied' ? <Check /> : <Copy />,
    onClick: async () => setOutcome((await copyText(text)) ? 'copied' : 'failed'),
  };
  return (
    <>
      {isIconOnly ? <IconButton label={words} {...look} /> : <Button {...look}>{words}</Button>}
      <span role="status" className="sr-only">
        {outcome === 'idle' ? '' : words}
      </span>
    </>
  );
}

async function copyText(text: string): Promise<boolean> {
  // Over plain http to another machine the browser offers no clipboard.
  if (!navigator.clipboard) return copyBySelection(text);
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => copyBySelection(text),
  );
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'sr-only';
  document.body.append(area);
  const focused = document.activeElement;
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
