'use client';

import type { FieldsProps } from '@/components/custom-auth/start-form';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

interface LoginFieldsProps extends FieldsProps {
  nameLabel: string;
  /** X asks for the address as well. */
  hasEmail?: boolean;
}

/** Name and password, as password managers know them. */
export function LoginFields({ nameLabel, hasEmail = false, errors, kept }: LoginFieldsProps) {
  return (
    <>
      <Field label={nameLabel} name="username" error={errors.username}>
        <Input
          name="username"
          size={36}
          defaultValue={kept.username}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
        />
      </Field>
      {hasEmail && (
        <Field label="E-mail of the account" name="email" error={errors.email}>
          <Input
            type="email"
            name="email"
            size={36}
            defaultValue={kept.email}
            autoComplete="email"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
        </Field>
      )}
      <Field label="Password" name="password" error={errors.password}>
        <Input type="password" name="password" size={36} autoComplete="current-password" required />
      </Field>
    </>
  );
}
