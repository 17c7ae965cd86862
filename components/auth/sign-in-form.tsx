'use client';

import { type FormEvent, useRef } from 'react';
import { FormProblem } from '@/components/auth/form-problem';
import { useFormPost, valuesOf } from '@/components/auth/use-form-post';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

const PASSWORD_ACTION = '/api/auth/callback/password';
const LINK_ACTION = '/api/auth/link';

interface SignInFormProps {
  /** One of our own paths, to go to afterwards. */
  callbackUrl: string;
  /** Of a try without scripts, after which the page was loaded anew. */
  passwordError?: string;
}

/** E-mail and password, or a link by e-mail. Without scripts the password works as a plain form. */
export function SignInForm({ callbackUrl, passwordError }: SignInFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const { pendingAction, problem, setProblem, post } = useFormPost();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!pendingAction) void post(PASSWORD_ACTION, valuesOf(event.currentTarget));
  };
  const askForLink = () => {
    if (!form.current || pendingAction) return;
    const { email = '' } = valuesOf(form.current);
    if (email.trim()) return void post(LINK_ACTION, { email, callbackUrl });
    const message = 'Enter your e-mail address first.';
    setProblem({ code: 'invalid_input', message, fields: { email: message }, reference: '' });
    form.current.querySelector<HTMLInputElement>('input[name=email]')?.focus();
  };

  return (
    <form
      ref={form}
      method="post"
      action={PASSWORD_ACTION}
      onSubmit={submit}
      noValidate
      className="flex flex-col gap-4"
    >
      <FormProblem problem={problem} />
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Field label="E-mail" name="email" error={problem?.fields.email}>
        <Input
          type="email"
          name="email"
          size={36}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
      </Field>
      <Field
        label="Password"
        name="password"
        error={problem ? problem.fields.password : passwordError}
      >
        <Input type="password" name="password" size={36} autoComplete="current-password" required />
      </Field>
      <div className="flex flex-col gap-2">
        <Button
          type="submit"
          variant="primary"
          size={36}
          isPending={pendingAction === PASSWORD_ACTION}
        >
          Sign in
        </Button>
        <Button size={36} onClick={askForLink} isPending={pendingAction === LINK_ACTION}>
          Email me a link
        </Button>
      </div>
    </form>
  );
}
