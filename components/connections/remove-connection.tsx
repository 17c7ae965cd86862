'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useAct } from '@/components/shell/use-act';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { IconButton } from '@/components/ui/icon-button';
import { useToast } from '@/components/ui/toast';
import { removeConnectionAction } from '@/lib/gateways/actions';
import { connectionKeys } from '@/lib/gateways/options';
import type { Connection } from '@/lib/gateways/types';

export function RemoveConnectionButton({ connection }: { connection: Connection }) {
  const [isOpen, setIsOpen] = useState(false);
  const act = useAct();
  const client = useQueryClient();
  const toast = useToast();
  const { id: gatewayId, name } = connection;

  async function remove() {
    const done = await act.run(() => removeConnectionAction({ gatewayId }));
    if (!done) return;
    setIsOpen(false);
    toast.show({ title: `${name} was removed` });
    await client.invalidateQueries({ queryKey: connectionKeys.all });
  }

  return (
    <AlertDialog
      title={`Remove ${name}?`}
      description="Its key is forgotten and its events are no longer taken. Accounts at the API stay as they are."
      confirmLabel="Remove"
      trigger={<IconButton label={`Remove ${name}`} icon={<Trash2 />} />}
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        act.forget();
      }}
      isPending={act.isPending}
      error={act.problem?.message}
      onConfirm={() => void remove()}
    />
  );
}
