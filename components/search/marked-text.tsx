import type { TextPart } from '@/lib/search/types';

/** A text with what was found marked. Whatever the text holds, it is drawn as text. */
export function MarkedText({ parts }: { parts: readonly TextPart[] }) {
  let offset = 0;
  return parts.map((part) => {
    const key = offset;
    offset += part.text.length;
    return part.isHit ? (
      <mark key={key} className="rounded-[2px] bg-accent-soft text-fg">
        {part.text}
      </mark>
    ) : (
      part.text
    );
  });
}
