'use client';

import { useState } from 'react';
import { Page } from '@/components/shell/page';
import { Card, CardSection } from '@/components/ui/card';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RadioGroup } from '@/components/ui/radio-group';
import { Switch } from '@/components/ui/switch';
import {
  CHAT_HOLDS,
  DENSITY_CHOICES,
  PRESET_CHOICES,
  RECEIPT_CHOICES,
} from '@/lib/preferences/rules';
import type { ChangePreferencesInput } from '@/lib/preferences/schema';
import type { Density, ReceiptPolicy, ShortcutPreset } from '@/lib/preferences/types';
import { QuietHoursFields } from './quiet-hours';
import { useChangePreferences, usePreferences } from './use-preferences';

const HOLD_CHOICES = CHAT_HOLDS.map((seconds) => ({
  value: String(seconds),
  label: seconds === 0 ? 'Off: send at once' : `${seconds} seconds`,
}));

/** Each choice is saved as soon as it is made, in every tab. */
export function PreferencesView() {
  const { change, problem } = useChangePreferences();
  const now = usePreferences();
  const [savedName, setSavedName] = useState<string | null>(null);
  const save = async (input: ChangePreferencesInput) => {
    setSavedName(null);
    if (await change(input)) setSavedName(Object.keys(input)[0] ?? null);
  };
  const note = (name: keyof ChangePreferencesInput) => (
    <span role="status" className="text-meta text-ok">
      {savedName === name && 'Saved'}
    </span>
  );
  return (
    <Page
      title="Preferences"
      width="form"
      description="For you alone, on every device. Press ? anywhere to see the keys of a page."
    >
      {problem && <InlineNotice tone="bad">{problem.message}</InlineNotice>}
      <Card>
        <CardSection title="Shortcuts" actions={note('shortcuts')}>
          <RadioGroup<ShortcutPreset>
            label="Preset"
            options={PRESET_CHOICES}
            value={now.shortcuts}
            onValueChange={(shortcuts) => void save({ shortcuts })}
          />
        </CardSection>
        <CardSection title="List" actions={note('density')}>
          <RadioGroup<Density>
            label="Density"
            options={DENSITY_CHOICES}
            value={now.density}
            onValueChange={(density) => void save({ density })}
          />
        </CardSection>
        <CardSection title="Read receipts" actions={note('receipts')}>
          <RadioGroup<ReceiptPolicy>
            label="Tell the other side that I read"
            options={RECEIPT_CHOICES}
            value={now.receipts}
            onValueChange={(receipts) => void save({ receipts })}
          />
        </CardSection>
        <CardSection title="Undo sending" actions={note('chatHoldSeconds')}>
          <RadioGroup<string>
            label="A chat message can be taken back for"
            options={HOLD_CHOICES}
            value={String(now.chatHoldSeconds)}
            onValueChange={(value) => {
              const chatHoldSeconds = CHAT_HOLDS.find((seconds) => String(seconds) === value);
              if (chatHoldSeconds !== undefined) void save({ chatHoldSeconds });
            }}
          />
        </CardSection>
        <CardSection title="Writing" actions={note('sendsOnEnter')}>
          <Switch
            label="Enter sends"
            help="Off: Enter begins a new line, and Ctrl or ⌘ with Enter sends."
            isChecked={now.sendsOnEnter}
            onCheckedChange={(sendsOnEnter) => void save({ sendsOnEnter })}
          />
        </CardSection>
        <CardSection title="Quiet hours" actions={note('quietHours')}>
          <QuietHoursFields
            value={now.quietHours}
            onChange={(quietHours) => void save({ quietHours })}
          />
        </CardSection>
      </Card>
    </Page>
  );
}
