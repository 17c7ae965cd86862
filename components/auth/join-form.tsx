'use client';

import type { FormEvent } from 'react';
import { FormProblem } from '@/components/auth/form-problem';
import { useFormPost, valuesOf } from '@/components/auth/use-form-post';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { MIN_PASSWORD_LENGTH } from '@/lib/team/rules';

const ACTION = '/api/auth/invitation';

interface JoinFormProps {
  token: string;
  email: string;
  workspaceName: string;
  /** A person who is signed in brings no name and no password. */
  isSignedIn: boolean;
}

/** Accepts an invitation. Works as a plain form without scripts. */
export function JoinForm({ token, email, workspaceName, isSignedIn }: JoinFormProps) {
  const { pendingAction, problem, post } = useFormPost();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!pendingAction) void post(ACTION, valuesOf(event.currentTarget));
  };
  return (
    <form
      method="post"
      action={ACTION}
      onSubmit={submit}
      noValidate
      className="flex flex-col gap-4"
    >
      <FormProblem problem={problem} />
      <input type="hidden" name="token" value={token} />
      {!isSignedIn && <Newcomer email={email} fields={problem?.fields ?? {}} />}
      <Button type="submit" variant="primary" size={36} isPending={pendingAction !== null}>
        Join {workspaceName}
      </Button>
    </form>
  );
}

function Newcomer({ email, fields }: { email: string; fields: Readonly<Record<string, string>> }) {
  return (
    <>
      <Field label="E-mail" help="The invitation is for this address.">
        {/* Without a name, so that it is not sent; password managers still see whose password it is. */}
        <Input type="email" value={email} title={email} readOnly autoComplete="username" />
      </Field>
      <Field label="Your name" name="name" error={fields.name}>
        <Input name="name" autoComplete="name" maxLength={100} required />
      </Field>
      <Field
        label="Password"
        name="password"
        error={fields.password}
        help={
          fields.password
            ? undefined
            : `At least ${MIN_PASSWORD_LENGTH} characters. A sentence is easier to remember than signs.`
        }
      >
        <Input type="password" name="password" autoComplete="new-password" required />
      </Field>
    </>
  );
}
