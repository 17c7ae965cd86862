import { Tooltip } from '@/components/ui/tooltip';
import { hostOf, splitLinks } from '@/lib/core/links';

/** What somebody wrote, as text: line breaks stay, plain addresses are links, nothing is markup. */
export function MessageText({ text }: { text: string }) {
  let offset = 0;
  return (
    <p dir="auto" className="text-body break-words whitespace-pre-wrap">
      {splitLinks(text).map((part) => {
        const key = offset;
        offset += part.text.length;
        return part.href ? <MessageLink key={key} href={part.href} /> : part.text;
      })}
    </p>
  );
}

/** The tooltip names the host that it really leads to. */
function MessageLink({ href }: { href: string }) {
  return (
    <Tooltip content={`Opens ${hostOf(href)}`}>
      <a
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        className="rounded-[2px] text-accent-text underline underline-offset-2 [overflow-wrap:anywhere]"
      >
        {href}
      </a>
    </Tooltip>
  );
}
