import { cx } from 'class-variance-authority';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { EmailChoices } from '@/components/email/email-choices';
import { FormattedField, FormattingToggle } from '@/components/email/formatted-field';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { isMailProvider, PROVIDER_NAMES } from '@/lib/core/providers';
import type { InmailApi } from '@/lib/inbox/capability-rules';
import { formOf } from '@/lib/inbox/formatted-rules';
import { MAX_REPLY_CHARACTERS, maxCharactersOf } from '@/lib/inbox/rules';
import type { SendingAccount } from '@/lib/inbox/start-types';
import { NewEmailPeople } from './new-email-people';
import type { NewMessageDraft } from './new-message-draft';
import { RecipientField } from './recipient-field';

const INMAIL_NAMES: Readonly<Record<InmailApi, string>> = {
  classic: 'InMail',
  sales_navigator: 'InMail of Sales Navigator',
  recruiter: 'InMail of Recruiter',
};

type NewMessageFieldsProps = {
  draft: NewMessageDraft;
  senders: readonly SendingAccount[];
  sender: SendingAccount | null;
  onChange: (change: Partial<NewMessageDraft>) => void;
  onSend: () => void;
  /** Below the text. */
  tools: ReactNode;
};

export function NewMessageFields({
  draft,
  senders,
  sender,
  onChange,
  onSend,
  tools,
}: NewMessageFieldsProps) {
  const isEmail = sender !== null && isMailProvider(sender.provider);
  const limit = sender ? maxCharactersOf(sender.provider) : MAX_REPLY_CHARACTERS;
  const isTooLong = draft.text.length > limit;
  const formatted = isEmail ? formOf(draft.text, draft.email.formatted) : null;
  const fieldRef = useRef<HTMLElement>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    onSend();
  };
  const plainField = (
    <Textarea
      ref={(field: HTMLElement | null) => {
        fieldRef.current = field;
      }}
      dir="auto"
      rows={4}
      value={draft.text}
      readOnly={formatted !== null}
      className="max-h-60"
      onChange={(event) => onChange({ text: event.target.value })}
      onKeyDown={onKeyDown}
    />
  );
  return (
    <>
      <Field
        label="From"
        error={sender?.block}
        help={
          sender?.sendAs &&
          `Goes out from ${[sender.sendAs.name, sender.sendAs.address].filter(Boolean).join(' · ')}.`
        }
        isButtonControl
      >
        <Select
          value={draft.accountId}
          placeholder="Choose an account"
          options={senders.map(({ id, name, provider }) => ({
            value: id,
            label: `${name} · ${PROVIDER_NAMES[provider]}`,
            icon: <ChannelGlyph channel={provider} isDecorative />,
          }))}
          // Another account knows other people.
          onValueChange={(accountId) => onChange({ accountId, inmailApi: null, recipients: [] })}
        />
      </Field>
      {sender && sender.inmailApis.length > 0 && (
        <Field label="Send as" isButtonControl>
          <Select
            value={draft.inmailApi ?? 'message'}
            options={[
              { value: 'message', label: 'Message' },
              ...sender.inmailApis.map((api) => ({ value: api, label: INMAIL_NAMES[api] })),
            ]}
            onValueChange={(way) => {
              const inmailApi = sender.inmailApis.find((api) => api === way) ?? null;
              onChange({ inmailApi, recipients: keptFor(draft, inmailApi) });
            }}
          />
        </Field>
      )}
      {isEmail && (
        <NewEmailPeople
          accountId={sender.id}
          routing={draft.email}
          hasText={draft.text.trim() !== ''}
          onChange={(email) => onChange({ email })}
        />
      )}
      {sender && !isEmail && (
        <RecipientField
          key={`${sender.id} ${draft.inmailApi}`}
          sender={sender}
          inmailApi={draft.inmailApi}
          recipients={draft.recipients}
          onChange={(recipients) => onChange({ recipients })}
        />
      )}
      {draft.recipients.length > 1 && !isEmail && (
        <Field label="Name of the group" isOptional>
          <Input
            value={draft.title}
            maxLength={200}
            onChange={(event) => onChange({ title: event.target.value })}
          />
        </Field>
      )}
      {draft.inmailApi !== null && (
        <Field label="Subject" isOptional>
          <Input
            value={draft.subject}
            maxLength={200}
            onChange={(event) => onChange({ subject: event.target.value })}
          />
        </Field>
      )}
      <Field
        label="Message"
        error={isTooLong && `This message is too long. The limit is ${limit}.`}
        isButtonControl={formatted !== null}
      >
        {formatted ? (
          <FormattedField
            label="Message"
            placeholder="Write an e-mail"
            formatted={formatted}
            onChange={(text, next) =>
              onChange({ text, email: { ...draft.email, formatted: next } })
            }
            onKeyDown={onKeyDown}
            fieldRef={fieldRef}
            isInvalid={isTooLong}
            className={cx(
              'rounded-control border border-line-strong bg-surface',
              'focus-within:border-accent-text focus-within:outline-2 focus-within:outline-accent-text',
            )}
            untilThen={plainField}
          />
        ) : (
          plainField
        )}
      </Field>
      <div className="-mt-2 flex gap-1 empty:hidden">
        {tools}
        {isEmail && (
          <FormattingToggle
            text={draft.text}
            formatted={formatted}
            onChange={(next) => onChange({ email: { ...draft.email, formatted: next } })}
            fieldRef={fieldRef}
          />
        )}
      </div>
      {sender?.emailTerms && (
        <EmailChoices
          terms={sender.emailTerms}
          choices={draft.email}
          onChange={(choices) => onChange({ email: { ...draft.email, ...choices } })}
        />
      )}
    </>
  );
}

/** Every product has its own ids; only the plain message and the plain InMail share them. */
function keptFor({ inmailApi, recipients }: NewMessageDraft, next: InmailApi | null) {
  const isSameProduct = (inmailApi ?? 'classic') === (next ?? 'classic');
  if (!isSameProduct) return [];
  return next ? recipients.slice(0, 1) : recipients;
}
