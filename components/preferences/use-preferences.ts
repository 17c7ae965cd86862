'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useAct } from '@/components/shell/use-act';
import { changePreferencesAction } from '@/lib/preferences/actions';
import { preferencesKey, preferencesOptions } from '@/lib/preferences/options';
import { DEFAULT_PREFERENCES } from '@/lib/preferences/rules';
import type { ChangePreferencesInput } from '@/lib/preferences/schema';
import type { Preferences } from '@/lib/preferences/types';

/** The member's own preferences, the same in every tab. */
export function usePreferences(): Preferences {
  return useQuery(preferencesOptions()).data ?? DEFAULT_PREFERENCES;
}

/** Changes some of them at once on screen; what could not be saved goes back to what it was. */
export function useChangePreferences() {
  const client = useQueryClient();
  const { run, ...act } = useAct();
  const change = useCallback(
    async (input: ChangePreferencesInput): Promise<boolean> => {
      await client.cancelQueries({ queryKey: preferencesKey });
      const before = client.getQueryData(preferencesOptions().queryKey) ?? DEFAULT_PREFERENCES;
      client.setQueryData(preferencesOptions().queryKey, { ...before, ...input });
      const done = await run(() => changePreferencesAction(input));
      client.setQueryData(preferencesOptions().queryKey, done?.data ?? before);
      return done !== null;
    },
    [client, run],
  );
  return { ...act, change };
}
