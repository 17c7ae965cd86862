'use client';

import { SquarePen } from 'lucide-react';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useCommand, useKeysOf } from '@/components/keyboard/keyboard-provider';
import { IconButton } from '@/components/ui/icon-button';
import { shownLater } from '@/components/ui/later';

const NewMessageDialog = shownLater(() =>
  import('./new-message-dialog').then((module) => module.NewMessageDialog),
);

type Compose = {
  open: () => void;
  /** Client ids of what this tab sent, to be opened when they have their conversation. */
  awaited: readonly string[];
  forget: (clientId: string) => void;
};

const ComposeContext = createContext<Compose | null>(null);

/** Writing to somebody with whom no conversation is open: the dialog, its key, and who opens it. */
export function ComposeProvider({ children }: { children: ReactNode }) {
  // Null until it is asked for.
  const [isOpen, setIsOpen] = useState<boolean | null>(null);
  const [awaited, setAwaited] = useState<readonly string[]>([]);
  const compose = useMemo(
    () => ({
      open: () => setIsOpen(true),
      awaited,
      forget: (clientId: string) => setAwaited((ids) => ids.filter((id) => id !== clientId)),
    }),
    [awaited],
  );
  useCommand('compose', () => setIsOpen(true));
  return (
    <ComposeContext value={compose}>
      {children}
      {isOpen !== null && (
        <NewMessageDialog
          isOpen={isOpen}
          onOpenChange={setIsOpen}
          onStarted={(clientId) => setAwaited((ids) => [...ids, clientId])}
        />
      )}
    </ComposeContext>
  );
}

export function useCompose(): Compose {
  const compose = useContext(ComposeContext);
  if (!compose) throw new Error('This part stands outside its ComposeProvider.');
  return compose;
}

export function ComposeButton() {
  const { open } = useCompose();
  return (
    <IconButton
      label="New message"
      keys={useKeysOf('compose')}
      icon={<SquarePen />}
      onClick={open}
    />
  );
}
