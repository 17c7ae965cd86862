'use client';

import { ALargeSmall } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { IconButton } from '@/components/ui/icon-button';
import { later } from '@/components/ui/later';
import { useToast } from '@/components/ui/toast';
import type { StoredFormatted } from '@/db/schema';
import { formattedOf } from '@/lib/inbox/formatted-rules';

// Half as much code as the whole inbox, for those who ask for it.
const editor = later(() => import('./formatted-editor'), { isOnDemand: true });

export type FormattedFieldProps = {
  label: string;
  describedBy?: string;
  placeholder: string;
  formatted: StoredFormatted;
  /** Hears the words alone beside how they look. */
  onChange: (text: string, formatted: StoredFormatted) => void;
  /** Before the editor has the key. */
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  fieldRef?: RefObject<HTMLElement | null>;
  isReadOnly?: boolean;
  isInvalid?: boolean;
  className?: string;
};

/** Words with their form. Until the editor is here, the words alone, to be read; whoever is in them stays. */
export function FormattedField({
  untilThen,
  ...field
}: FormattedFieldProps & { untilThen: ReactNode }) {
  const part = editor.usePart(true);
  return part ? <part.FormattedEditor {...field} /> : untilThen;
}

type FormattingToggleProps = {
  text: string;
  formatted: StoredFormatted | null;
  onChange: (formatted: StoredFormatted | undefined) => void;
  /** Has the focus afterwards. */
  fieldRef: RefObject<HTMLElement | null>;
  disabled?: boolean;
};

/** Gives words a form, or takes it; the words stay. Written on is the plain text until the editor is here. */
export function FormattingToggle({
  text,
  formatted,
  onChange,
  fieldRef,
  disabled,
}: FormattingToggleProps) {
  const toast = useToast();
  const part = editor.usePart();
  const [isPending, setIsPending] = useState(false);
  const latest = useRef({ text, onChange, part });
  useEffect(() => {
    latest.current = { text, onChange, part };
  });

  function change(next: StoredFormatted | undefined) {
    flushSync(() => latest.current.onChange(next));
    fieldRef.current?.focus();
  }

  async function format() {
    setIsPending(true);
    await editor.ask();
    flushSync(() => setIsPending(false));
    if (latest.current.part) change(formattedOf(latest.current.text));
    else toast.show({ title: 'Formatting could not be loaded. Try again.', tone: 'warn' });
  }

  return (
    <IconButton
      label={formatted ? 'Plain text' : 'Format text'}
      icon={<ALargeSmall />}
      disabled={disabled}
      isPending={isPending}
      onPointerEnter={editor.ask}
      onFocus={editor.ask}
      onClick={() => (formatted ? change(undefined) : void format())}
    />
  );
}
