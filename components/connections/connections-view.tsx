'use client';

import { useQuery } from '@tanstack/react-query';
import { Plug } from 'lucide-react';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { EmptyState } from '@/components/ui/empty-state';
import { connectionsOptions } from '@/lib/gateways/options';
import { AddConnectionButton } from './connection-forms';
import { ConnectionItem } from './connection-item';
import { ConnectionsSkeleton, connectionsDescription } from './connections-skeleton';

/** The API connections of the workspace, and whether each works. */
export function ConnectionsView() {
  const query = useQuery(connectionsOptions());
  const connections = query.data;
  return (
    <Page
      title="API connections"
      description={connectionsDescription}
      actions={connections && <AddConnectionButton />}
    >
      {query.isError && (
        <LoadError
          query={query}
          title="The connections could not be loaded"
          isOldShown={connections !== undefined}
        />
      )}
      {query.isPending && <ConnectionsSkeleton />}
      {connections?.length === 0 && (
        <EmptyState title="No API connection yet" icon={<Plug />}>
          Without one no account can be connected. You need its address and a key.
        </EmptyState>
      )}
      {connections && connections.length > 0 && (
        <ul aria-label="API connections" className="flex flex-col gap-4">
          {connections.map((connection) => (
            <ConnectionItem key={connection.id} connection={connection} />
          ))}
        </ul>
      )}
    </Page>
  );
}
