import { cx } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';

/** Says nothing to readers: whoever shows it marks its region `aria-busy` or says the words. */
export function Spinner({ className }: { className?: string }) {
  return (
    <span className={cx('inline-flex', className)} aria-hidden="true">
      <LoaderCircle className="animate-turn" />
    </span>
  );
}
