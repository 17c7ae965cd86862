'use client';

import { Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { NameForm } from '@/components/shell/name-form';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { GatewayDialect } from '@/lib/gateway/create-client';
import { addConnectionAction, changeConnectionAction } from '@/lib/gateways/actions';
import {
  addressAfterChoice,
  DIALECT_NAMES,
  MAX_CONNECTION_NAME_CHARACTERS,
  MAX_KEY_CHARACTERS,
} from '@/lib/gateways/connection-rules';
import { connectionKeys } from '@/lib/gateways/options';
import type { Connection } from '@/lib/gateways/types';

const DIALECTS = Object.entries(DIALECT_NAMES) as [GatewayDialect, string][];

export function AddConnectionButton() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title="Add an API connection"
      description="It is saved once the API has answered with this key. Webhooks are registered then."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button variant="primary" icon={<Plus />}>
          Add connection
        </Button>
      }
    >
      <NameForm
        start={{
          name: '',
          dialect: 'unipile-v1' as GatewayDialect,
          baseUrl: '',
          apiKey: '',
        }}
        maxLength={MAX_CONNECTION_NAME_CHARACTERS}
        saveLabel="Check and add"
        save={addConnectionAction}
        staleKey={connectionKeys.all}
        fieldNames={['baseUrl', 'apiKey']}
        onSaved={() => setIsOpen(false)}
      >
        {(wanted, change, problem) => (
          <>
            <Field label="API" isButtonControl>
              <Select
                value={wanted.dialect}
                onValueChange={(dialect) =>
                  change({ dialect, baseUrl: addressAfterChoice(wanted.baseUrl, dialect) })
                }
                options={DIALECTS.map(([value, label]) => ({ value, label }))}
              />
            </Field>
            <Field
              label="Address"
              name="baseUrl"
              help="As it stands at the provider, for example api1.example.com:13111."
              error={problem?.fields.baseUrl}
            >
              <Input
                inputMode="url"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                value={wanted.baseUrl}
                onChange={(event) => change({ baseUrl: event.target.value })}
              />
            </Field>
            <KeyField
              label="Key"
              value={wanted.apiKey}
              onChange={(apiKey) => change({ apiKey })}
              error={problem?.fields.apiKey}
              help="Kept sealed. It is never shown again."
            />
          </>
        )}
      </NameForm>
    </Dialog>
  );
}

export function ChangeConnectionButton({ connection }: { connection: Connection }) {
  const [isOpen, setIsOpen] = useState(false);
  const { id: gatewayId, name } = connection;
  return (
    <Dialog
      title="Change connection"
      size="sm"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton label={`Change ${name}`} icon={<Pencil />} />}
    >
      <NameForm
        start={{ name, apiKey: '' }}
        maxLength={MAX_CONNECTION_NAME_CHARACTERS}
        saveLabel="Save"
        save={(wanted) => changeConnectionAction({ gatewayId, ...wanted })}
        staleKey={connectionKeys.all}
        fieldNames={['apiKey']}
        onSaved={() => setIsOpen(false)}
      >
        {(wanted, change, problem) => (
          <KeyField
            label="New key"
            isOptional
            value={wanted.apiKey}
            onChange={(apiKey) => change({ apiKey })}
            error={problem?.fields.apiKey}
            help="Leave it empty to keep the present one. A new one is tried first."
          />
        )}
      </NameForm>
    </Dialog>
  );
}

type KeyFieldProps = {
  label: string;
  isOptional?: boolean;
  value: string;
  onChange: (value: string) => void;
  help: string;
  error: string | undefined;
};

function KeyField({ value, onChange, ...field }: KeyFieldProps) {
  return (
    <Field name="apiKey" {...field}>
      {/* No password of a person: a manager of those is not to fill it in or to offer to keep it. */}
      <Input
        type="password"
        autoComplete="off"
        data-1p-ignore
        data-lpignore="true"
        maxLength={MAX_KEY_CHARACTERS}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
