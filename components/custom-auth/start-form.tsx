'use client';

import { type FormEvent, useEffect, useRef } from 'react';
import { CookieFields } from '@/components/custom-auth/cookie-fields';
import { CountryField } from '@/components/custom-auth/country-field';
import { LoginFields } from '@/components/custom-auth/login-fields';
import { ServerFields } from '@/components/custom-auth/server-fields';
import type { Way } from '@/components/custom-auth/way';
import { WizardButton } from '@/components/custom-auth/wizard-button';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import type { ConnectableProvider } from '@/lib/connect/types';
import { newId } from '@/lib/core/ids';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { startAttemptAction } from '@/lib/custom-auth/actions';
import { formOf, METHOD_LABELS } from '@/lib/custom-auth/form-rules';
import type { Credentials, SignInForm } from '@/lib/custom-auth/schema';
import type { Attempt, AuthMethod } from '@/lib/custom-auth/types';

/** What is not secret, for the next try. */
const KEPT = ['username', 'email', 'country', 'userAgent', 'address', 'user'];

interface StartFormProps {
  way: Way & { method: AuthMethod };
  methods: readonly AuthMethod[];
  onMethod: (method: AuthMethod) => void;
  /** What was entered before, without what is secret. */
  kept: Readonly<Record<string, string>>;
  onStarted: (attempt: Attempt, kept: Record<string, string>, password: string) => void;
}

/** The fields of one provider and method. What is typed goes to the connection service and nowhere else. */
export function StartForm({ way, methods, onMethod, kept, onStarted }: StartFormProps) {
  const { provider, method, connection, account } = way;
  const form = formOf(provider, method);
  const act = useAct();
  const element = useRef<HTMLFormElement>(null);
  // The same press, sent twice, begins one sign-in; after a refusal the next one is another.
  const attemptId = useRef<string | null>(null);
  const errors = fieldErrors(act.problem?.fields);
  const firstWrong = Object.keys(errors)[0];

  useEffect(() => {
    if (!firstWrong) return;
    element.current?.querySelector<HTMLElement>(`[name="${firstWrong}"]`)?.focus();
  }, [firstWrong]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!form || act.isPending) return;
    const values = valuesOf(event.currentTarget);
    const { country = '', ...credentials } = values;
    attemptId.current ??= newId();
    const input = {
      attemptId: attemptId.current,
      gatewayId: connection.id,
      accountId: account?.id ?? null,
      country: country || null,
      // What the server takes is checked there, with a sentence for each field.
      credentials: { form, ...credentials } as unknown as Credentials,
    };
    const answer = await act.run(async () => {
      const result = await startAttemptAction(input);
      if (!result.ok) attemptId.current = null;
      return result;
    });
    if (!answer) return;
    const entries = Object.entries(values).filter(([name]) => KEPT.includes(name));
    onStarted(answer.data, Object.fromEntries(entries), values.password ?? '');
  }

  return (
    <form ref={element} onSubmit={submit} noValidate className="flex flex-col gap-4">
      {act.problem && !firstWrong && (
        <InlineNotice tone={act.problem.code === 'rate_limited' ? 'warn' : 'bad'}>
          {act.problem.message}
        </InlineNotice>
      )}
      {methods.length > 1 && (
        <RadioGroup
          label="Sign in with"
          value={method}
          onValueChange={onMethod}
          options={methods.map((one) => ({
            value: one,
            label: METHOD_LABELS[one],
            help: METHOD_HELP[one],
          }))}
        />
      )}
      {form && <Fields form={form} errors={errors} kept={kept} />}
      <p className="text-meta text-fg-3">{promiseOf(way)}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" size={36} isPending={act.isPending}>
          {method === 'qr' ? 'Show the QR code' : 'Continue'}
        </Button>
        <WizardButton way={way} variant="ghost" />
      </div>
      <p className="text-meta text-fg-3">
        The sign-in page of the connection service is another way in to {PROVIDER_NAMES[provider]}:
        you leave this page and come back when it is done.
      </p>
    </form>
  );
}

const METHOD_HELP: Readonly<Partial<Record<AuthMethod, string>>> = {
  cookies:
    'From a browser in which you are signed in. Asks for no code, and keeps a Recruiter or Sales Navigator session.',
};

const PASSED_ON = 'is passed on to the connection service, which signs you in. We do not keep it.';

function promiseOf({ provider, method }: { provider: ConnectableProvider; method: AuthMethod }) {
  if (method === 'cookies') {
    return 'Your cookies are passed on to the connection service, which signs you in. We do not keep them.';
  }
  if (method !== 'qr') return `Your password ${PASSED_ON}`;
  return provider === 'TELEGRAM'
    ? `You sign in on your phone. A two-step password ${PASSED_ON}`
    : 'You sign in on your phone. We see no password.';
}

export interface FieldsProps {
  errors: Readonly<Record<string, string>>;
  kept: Readonly<Record<string, string>>;
}

function Fields({ form, ...props }: FieldsProps & { form: SignInForm }) {
  switch (form) {
    case 'linkedin':
      return (
        <>
          <LoginFields nameLabel="E-mail or phone" {...props} />
          <CountryField {...props} />
        </>
      );
    case 'linkedin-cookies':
      return (
        <>
          <CookieFields {...props} />
          <CountryField {...props} />
        </>
      );
    case 'instagram':
      return (
        <>
          <LoginFields nameLabel="User name" {...props} />
          <CountryField {...props} />
        </>
      );
    case 'messenger':
      return (
        <>
          <LoginFields nameLabel="Facebook e-mail or phone" {...props} />
          <CountryField {...props} />
        </>
      );
    case 'x':
      return (
        <>
          <LoginFields nameLabel="User name" hasEmail {...props} />
          <CountryField {...props} />
        </>
      );
    case 'imap':
      return <ServerFields {...props} />;
    case 'whatsapp':
      return (
        <p className="text-ui text-fg-2">
          Have your phone at hand: WhatsApp shows how to link a device under Settings, Linked
          devices.
        </p>
      );
    case 'telegram':
      return (
        <>
          <p className="text-ui text-fg-2">
            Have your phone at hand: in Telegram, open Settings, Devices, and link a desktop device.
          </p>
          <Field
            label="Two-step password"
            name="password"
            isOptional
            error={props.errors.password}
            help="Only if you set one in Telegram under Privacy and Security."
          >
            <Input
              type="password"
              name="password"
              size={36}
              autoComplete="current-password"
              autoFocus
            />
          </Field>
        </>
      );
  }
}

function valuesOf(form: HTMLFormElement): Record<string, string> {
  const entries = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Names of fields as the form has them. */
function fieldErrors(fields: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([path, sentence]) => [path.replace('credentials.', ''), sentence]),
  );
}
