'use client';

import { useEffect, useState } from 'react';
import type { FieldsProps } from '@/components/custom-auth/start-form';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';

/** Cookies of LinkedIn and the browser that they belong to: under another one LinkedIn ends the session. */
export function CookieFields({ errors, kept }: FieldsProps) {
  const [userAgent, setUserAgent] = useState(kept.userAgent ?? '');
  useEffect(() => {
    setUserAgent((before) => before || navigator.userAgent);
  }, []);
  return (
    <>
      <Field
        label="Cookie li_at"
        name="accessToken"
        error={errors.accessToken}
        help="In that browser open linkedin.com, then the developer tools: Application, Cookies, li_at."
      >
        <Input
          type="password"
          name="accessToken"
          size={36}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          required
        />
      </Field>
      <Field
        label="Cookie li_a"
        name="premiumToken"
        isOptional
        error={errors.premiumToken}
        help="For Recruiter or Sales Navigator. Without it a new session of it is opened."
      >
        <Input
          type="password"
          name="premiumToken"
          size={36}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <Field
        label="User agent"
        name="userAgent"
        error={errors.userAgent}
        help="That of the browser with the cookies; this one’s is filled in."
      >
        <Textarea
          name="userAgent"
          value={userAgent}
          onChange={(event) => setUserAgent(event.target.value)}
          autoComplete="off"
          spellCheck={false}
          rows={2}
          required
        />
      </Field>
    </>
  );
}
