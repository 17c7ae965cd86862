'use client';

import { useState } from 'react';
import type { FieldsProps } from '@/components/custom-auth/start-form';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { type MailServers, serversOf } from '@/lib/custom-auth/mail-server-rules';

const ENCRYPTIONS = [
  { value: 'ssl', label: 'SSL/TLS' },
  { value: 'starttls', label: 'STARTTLS' },
  { value: 'default', label: 'Chosen by the server' },
] as const;

const EMPTY: MailServers = {
  imapHost: '',
  imapPort: 993,
  imapEncryption: 'ssl',
  smtpHost: '',
  smtpPort: 465,
  smtpEncryption: 'ssl',
  note: null,
};

/** Address and password; the usual servers are filled in and can be changed. */
export function ServerFields({ errors, kept }: FieldsProps) {
  const [address, setAddress] = useState(kept.address ?? '');
  // What somebody changed by hand; the rest follows the address.
  const [own, setOwn] = useState<Partial<Record<keyof MailServers | 'user', string>>>({});
  const usual = serversOf(address) ?? EMPTY;
  const text = (name: Exclude<keyof MailServers, 'note'>) => own[name] ?? String(usual[name]);
  const change = (name: keyof MailServers | 'user') => (value: string) =>
    setOwn((before) => ({ ...before, [name]: value }));

  const server = (kind: 'imap' | 'smtp', title: string) => (
    <fieldset className="flex flex-col gap-3 rounded-card border border-line p-3">
      <legend className="px-1 text-ui font-medium text-fg">{title}</legend>
      <Field
        label={kind === 'imap' ? 'IMAP server' : 'SMTP server'}
        name={`${kind}Host`}
        error={errors[`${kind}Host`]}
      >
        <Input
          name={`${kind}Host`}
          size={36}
          value={text(`${kind}Host`)}
          onChange={(event) => change(`${kind}Host`)(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field
          label={kind === 'imap' ? 'IMAP port' : 'SMTP port'}
          name={`${kind}Port`}
          error={errors[`${kind}Port`]}
        >
          <Input
            name={`${kind}Port`}
            size={36}
            inputMode="numeric"
            value={text(`${kind}Port`)}
            onChange={(event) => change(`${kind}Port`)(event.target.value)}
            autoComplete="off"
            required
          />
        </Field>
        <Field label="Encryption" isButtonControl>
          <Select
            name={`${kind}Encryption`}
            value={text(`${kind}Encryption`)}
            onValueChange={change(`${kind}Encryption`)}
            options={ENCRYPTIONS}
          />
        </Field>
      </div>
    </fieldset>
  );

  return (
    <>
      <Field label="E-mail address" name="address" error={errors.address}>
        <Input
          type="email"
          name="address"
          size={36}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
        />
      </Field>
      <Field label="Password" name="password" error={errors.password} help={usual.note}>
        <Input type="password" name="password" size={36} autoComplete="current-password" required />
      </Field>
      <Field
        label="User name at the servers"
        name="user"
        error={errors.user}
        help="Mostly the address."
      >
        <Input
          name="user"
          size={36}
          value={own.user ?? address}
          onChange={(event) => change('user')(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
      </Field>
      {server('imap', 'Incoming mail')}
      {server('smtp', 'Outgoing mail')}
    </>
  );
}
