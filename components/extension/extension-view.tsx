'use client';

import { useQuery } from '@tanstack/react-query';
import { Puzzle } from 'lucide-react';
import { useState } from 'react';
import { DeleteExtension, PairButton, PairDialog } from '@/components/extension/browser-acts';
import { BrowserItem } from '@/components/extension/browser-item';
import { ExtensionSkeleton } from '@/components/extension/extension-skeleton';
import { extensionDescription } from '@/components/extension/extension-words';
import { UseList } from '@/components/extension/use-list';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { Card, CardSection } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { InlineNotice } from '@/components/ui/inline-notice';
import { extensionOptions } from '@/lib/extension/options';
import type { ExtensionSettings } from '@/lib/extension/types';

/** The member's browsers that may sign their LinkedIn account in again, and what they were used for. */
export function ExtensionView() {
  const query = useQuery(extensionOptions());
  const [isPairing, setIsPairing] = useState(false);
  const pair = () => setIsPairing(true);
  const { data } = query;
  const hasBrowsers = data !== undefined && data.devices.length > 0;
  return (
    <Page
      title="Browser extension"
      width="form"
      description={extensionDescription}
      actions={hasBrowsers && data.canUse && <PairButton onPress={pair} />}
    >
      {query.isError && (
        <LoadError
          query={query}
          title="Your browsers could not be loaded"
          isOldShown={data !== undefined}
        />
      )}
      {query.isPending && <ExtensionSkeleton />}
      {data && <Loaded settings={data} onPair={pair} />}
      <PairDialog isOpen={isPairing} onClose={() => setIsPairing(false)} />
    </Page>
  );
}

function Loaded({ settings, onPair }: { settings: ExtensionSettings; onPair: () => void }) {
  const { devices, uses, canUse } = settings;
  return (
    <>
      {!canUse && devices.length === 0 && (
        <InlineNotice tone="info" live="off">
          Your role cannot connect accounts, so there is no browser to pair. Ask an admin of the
          workspace.
        </InlineNotice>
      )}
      {canUse && devices.length === 0 && (
        <EmptyState
          icon={<Puzzle />}
          title="No browser is paired yet"
          action={<PairButton onPress={onPair} />}
        >
          Your admin has the extension as a folder: load it in the browser in which you use
          LinkedIn, under Extensions, Developer mode, Load unpacked. Then pair it with a code from
          here. It asks you before it reads anything.
        </EmptyState>
      )}
      {devices.map((device) => (
        <BrowserItem key={device.id} device={device} settings={settings} />
      ))}
      {uses.length > 0 && (
        <Card>
          <CardSection
            title="What the cookies were used for"
            description="Each use, newest first. Nobody but you sees this list."
          >
            <UseList uses={uses} />
          </CardSection>
        </Card>
      )}
      {(devices.length > 0 || uses.length > 0) && (
        <Card>
          <CardSection
            title="Delete everything"
            description="All codes, cookies and uses of yours are erased at once. Your accounts stay as they are."
          >
            <DeleteExtension />
          </CardSection>
        </Card>
      )}
    </>
  );
}
