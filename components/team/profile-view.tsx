'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { FormProblem } from '@/components/auth/form-problem';
import { valuesOf } from '@/components/auth/use-form-post';
import { Page } from '@/components/shell/page';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { Card, CardSection } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { ThemeToggle } from '@/components/ui/theme-toggle';
import { useToast } from '@/components/ui/toast';
import { changeNameAction, changePasswordAction } from '@/lib/team/actions';
import { MIN_PASSWORD_LENGTH, roleName } from '@/lib/team/rules';
import type { Profile } from '@/lib/team/types';

export function ProfileView({ profile }: { profile: Profile }) {
  return (
    <Page title="Profile" width="form">
      <Card>
        <CardSection title="You">
          <NameForm profile={profile} />
        </CardSection>
        <CardSection title="Password">
          <PasswordForm hasPassword={profile.hasPassword} email={profile.email} />
        </CardSection>
        <CardSection
          title="Appearance"
          description="For this browser. “System” follows your device."
          actions={<ThemeToggle />}
        />
      </Card>
    </Page>
  );
}

function NameForm({ profile }: { profile: Profile }) {
  const act = useAct();
  const toast = useToast();
  const router = useRouter();
  const [name, setName] = useState(profile.name);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await act.run(() => changeNameAction({ name })))) return;
    toast.show({ title: 'Name saved', tone: 'ok' });
    // The frame around the page shows it too.
    router.refresh();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col items-start gap-4">
      <FormProblem problem={act.problem} />
      <Field label="Name" name="name" error={act.problem?.fields.name} className="w-full max-w-90">
        <Input
          name="name"
          value={name}
          maxLength={100}
          autoComplete="name"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-ui">
        <dt className="text-fg-3">E-mail</dt>
        <dd className="min-w-0 break-all">{profile.email}</dd>
        <dt className="text-fg-3">Role</dt>
        <dd>
          {roleName(profile.role)} in <bdi>{profile.workspaceName}</bdi>
        </dd>
      </dl>
      <Button
        type="submit"
        variant="primary"
        isPending={act.isPending}
        disabled={name.trim() === '' || name === profile.name}
      >
        Save name
      </Button>
    </form>
  );
}

function PasswordForm({ hasPassword, email }: { hasPassword: boolean; email: string }) {
  const act = useAct();
  const toast = useToast();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const fields = act.problem?.fields ?? {};
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { currentPassword = '', newPassword = '' } = valuesOf(event.currentTarget);
    if (!(await act.run(() => changePasswordAction({ currentPassword, newPassword })))) return;
    form.current?.reset();
    toast.show({ title: 'Password saved. Your other sessions were ended.', tone: 'ok' });
    router.refresh();
  };
  return (
    <form
      ref={form}
      method="post"
      onSubmit={submit}
      noValidate
      className="flex flex-col items-start gap-4"
    >
      <FormProblem problem={act.problem} />
      {/* Tells password managers whose password it is. */}
      <input type="hidden" autoComplete="username" value={email} readOnly />
      {hasPassword && (
        <Field
          label="Current password"
          name="currentPassword"
          error={fields.currentPassword}
          className="w-full max-w-90"
        >
          <Input type="password" name="currentPassword" autoComplete="current-password" required />
        </Field>
      )}
      <Field
        label={hasPassword ? 'New password' : 'Password'}
        name="newPassword"
        error={fields.newPassword}
        help={
          fields.newPassword
            ? undefined
            : `At least ${MIN_PASSWORD_LENGTH} characters. Saving it signs out your other browsers.`
        }
        className="w-full max-w-90"
      >
        <Input type="password" name="newPassword" autoComplete="new-password" required />
      </Field>
      <Button type="submit" isPending={act.isPending}>
        {hasPassword ? 'Change password' : 'Set a password'}
      </Button>
    </form>
  );
}
