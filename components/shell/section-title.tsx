/** For the eye only: the list under it carries the same name for readers. */
export function SectionTitle({ children }: { children: string }) {
  return (
    <div aria-hidden="true" className="px-2 pb-1 text-meta text-fg-3 max-xl:hidden">
      {children}
    </div>
  );
}
