import Link from 'next/link';
import { buttonStyle } from '@/components/ui/button-style';
import { EmptyState } from '@/components/ui/empty-state';

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center bg-canvas p-4">
      <EmptyState
        level={1}
        title="There is nothing here"
        action={
          <Link className={buttonStyle({ variant: 'primary' })} href="/inbox">
            Go to the inbox
          </Link>
        }
      >
        The address may be mistyped, or what it showed was removed or is not shared with you.
      </EmptyState>
    </main>
  );
}
