import { useCallback } from 'react';
import { FormattedField, type FormattedFieldProps } from '@/components/email/formatted-field';
import type { StoredFormatted } from '@/db/schema';

type ComposerFieldProps = Omit<FormattedFieldProps, 'formatted' | 'onChange'> &
  Required<Pick<FormattedFieldProps, 'fieldRef'>> & {
    text: string;
    /** How the text looks; null for plain text. */
    formatted: StoredFormatted | null;
    onChange: (text: string, formatted?: StoredFormatted) => void;
  };

/** Where the words of a message are written, with or without a form. */
export function ComposerField({ text, formatted, ...field }: ComposerFieldProps) {
  const { label, describedBy, placeholder, onChange, onKeyDown, fieldRef } = field;
  const hold = useCallback(
    (element: HTMLElement | null) => {
      fieldRef.current = element;
    },
    [fieldRef],
  );
  const plain = (
    <textarea
      ref={hold}
      value={text}
      dir="auto"
      rows={1}
      readOnly={field.isReadOnly || formatted !== null}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={field.isInvalid || undefined}
      placeholder={placeholder}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
      className="block field-sizing-content max-h-60 min-h-11 w-full resize-none overflow-y-auto bg-transparent px-3 py-2 text-body text-fg outline-none read-only:text-fg-2 pointer-coarse:text-h3 pointer-coarse:font-normal"
    />
  );
  if (!formatted) return plain;
  return <FormattedField {...field} formatted={formatted} untilThen={plain} />;
}
