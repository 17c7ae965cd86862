import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';

/** The way from a page to the one above it. */
export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      className="-ms-1 inline-flex min-h-6 items-center gap-1 self-start rounded-[4px] pe-1 text-ui text-fg-2 hover:text-fg pointer-coarse:min-h-11"
    >
      <ChevronLeft className="size-4 rtl:rotate-180" aria-hidden="true" />
      {children}
    </Link>
  );
}
