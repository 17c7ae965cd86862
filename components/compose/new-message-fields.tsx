import { EmailChoices } from '@/components/email/email-choices';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { isMailProvider, PROVIDER_NAMES } from '@/lib/core/providers';
import type { InmailApi } from '@/lib/inbox/capability-rules';
import { MAX_REPLY_CHARACTERS, maxCharactersOf } from '@/lib/inbox/rules';
import type { SendingAccount } from '@/lib/inbox/types';
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
};

export function NewMessageFields({
  draft,
  senders,
  sender,
  onChange,
  onSend,
}: NewMessageFieldsProps) {
  const isEmail = sender !== null && isMailProvider(sender.provider);
  const limit = sender ? maxCharactersOf(sender.provider) : MAX_REPLY_CHARACTERS;
  const isTooLong = draft.text.length > limit;
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
      >
        <Textarea
          dir="auto"
          rows={4}
          value={draft.text}
          className="max-h-60"
          onChange={(event) => onChange({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
            event.preventDefault();
            onSend();
          }}
        />
      </Field>
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
