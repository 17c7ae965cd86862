'use client';

import { useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect } from 'react';
import { setPresenceAction } from '@/lib/presence/actions';
import { presenceOptions } from '@/lib/presence/options';
import { PRESENCE_BEAT_MS, TYPING_LIMIT_MS } from '@/lib/presence/rules';
import type { PresenceKind, PresentMember } from '@/lib/presence/types';

/** Passing by with `j` is not being there. */
const ENTER_AFTER_MS = 1_000;

/** Colleagues who are in the conversation now; empty while that is not known. */
export function usePresent(conversationId: string): readonly PresentMember[] {
  return useQuery(presenceOptions(conversationId)).data ?? NOBODY;
}

const NOBODY: readonly PresentMember[] = [];

/** Tells colleagues that this member looks at the conversation, and when they type in its composer. */
export function useTellPresence(
  conversationId: string,
  composerRef: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    let said: PresenceKind | null = null;
    let beat: ReturnType<typeof setInterval> | undefined;
    let enter: ReturnType<typeof setTimeout> | undefined;
    let still: ReturnType<typeof setTimeout> | undefined;

    // Whether it is heard does not matter: it is said again, and silence means absence.
    const say = (kind: PresenceKind | 'gone') => {
      said = kind === 'gone' ? null : kind;
      void setPresenceAction({ conversationId, kind }).catch(() => undefined);
    };
    const arrive = () => {
      clearTimeout(enter);
      enter = setTimeout(() => {
        say('viewing');
        clearInterval(beat);
        beat = setInterval(() => said && say(said), PRESENCE_BEAT_MS);
      }, ENTER_AFTER_MS);
    };
    const leave = () => {
      clearTimeout(enter);
      clearTimeout(still);
      clearInterval(beat);
      if (said) say('gone');
    };
    const onVisibility = () => (document.visibilityState === 'visible' ? arrive() : leave());
    const onInput = (event: Event) => {
      if (event.target !== composerRef.current || composerRef.current === null) return;
      // A note to the team answers nobody.
      if (composerRef.current.dataset.writes === 'note') return;
      if (said !== 'typing') say('typing');
      clearTimeout(still);
      still = setTimeout(() => said && say('viewing'), TYPING_LIMIT_MS);
    };

    // What was sent is out of the field without an input: who has answered types no more.
    const onSent = () => {
      const field = composerRef.current;
      if (said !== 'typing' || !field || textIn(field) !== '') return;
      clearTimeout(still);
      say('viewing');
    };

    if (document.visibilityState === 'visible') arrive();
    document.addEventListener('visibilitychange', onVisibility);
    document.addEventListener('input', onInput);
    document.addEventListener('keyup', onSent);
    document.addEventListener('click', onSent);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      document.removeEventListener('input', onInput);
      document.removeEventListener('keyup', onSent);
      document.removeEventListener('click', onSent);
      leave();
    };
  }, [conversationId, composerRef]);
}

/** A field of formatted text has no value. */
function textIn(field: HTMLElement): string {
  return field instanceof HTMLTextAreaElement ? field.value : (field.textContent ?? '');
}
