'use client';

import { useRef } from 'react';
import { CodeForm } from '@/components/custom-auth/code-form';
import { OptionForm } from '@/components/custom-auth/option-form';
import { OtherWays } from '@/components/custom-auth/other-ways';
import { PhoneForm } from '@/components/custom-auth/phone-form';
import { QrPanel } from '@/components/custom-auth/qr-panel';
import type { Way } from '@/components/custom-auth/way';
import { WizardButton } from '@/components/custom-auth/wizard-button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Spinner } from '@/components/ui/spinner';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { canResend } from '@/lib/custom-auth/method-rules';
import type { Attempt } from '@/lib/custom-auth/types';

export interface CheckpointProps {
  attempt: Attempt;
  onChange: (attempt: Attempt) => void;
}

interface CheckpointPanelProps extends CheckpointProps {
  way: Way;
  password: string;
}

/** What the provider asks for now. */
export function CheckpointPanel({ attempt, way, password, onChange }: CheckpointPanelProps) {
  const { checkpoint } = attempt;
  const name = PROVIDER_NAMES[attempt.provider];
  const props = { attempt, onChange };
  const code = useRef<HTMLInputElement>(null);
  const resends = canResend(way.connection.dialect, attempt.provider);
  switch (checkpoint?.type) {
    case undefined:
    case 'loading':
      return <Wait>{name} is being asked</Wait>;
    case 'settling':
      return <Wait>Looking whether the sign-in went through</Wait>;
    case 'qr':
      return <QrPanel {...props} checkpoint={checkpoint} password={password} />;
    case 'two_factor':
      return (
        <>
          <CodeForm
            key={checkpoint.source}
            {...props}
            field={code}
            title={SOURCES[checkpoint.source ?? 'any']}
          />
          <OtherWays {...props} code={code} canResend={resends && checkpoint.source !== 'app'} />
        </>
      );
    case 'otp':
      return (
        <>
          <CodeForm
            key={`otp-${checkpoint.channel}`}
            {...props}
            field={code}
            title={CHANNELS[checkpoint.channel ?? 'any']}
          />
          <OtherWays {...props} code={code} canResend={resends} />
        </>
      );
    case 'in_app':
      return (
        <>
          <Wait>
            Open the {name} app on your phone and approve the sign-in. It goes on by itself.
          </Wait>
          {checkpoint.canEnterCode && (
            <CodeForm {...props} field={code} title="Or enter the code that you were sent" />
          )}
          <OtherWays {...props} code={code} canResend={resends && checkpoint.canEnterCode} />
        </>
      );
    case 'phone':
      return <PhoneForm {...props} />;
    case 'contract':
      return (
        <OptionForm
          {...props}
          kind="contract"
          title="Which contract should this account work under?"
          options={checkpoint.options}
        />
      );
    case 'challenge':
      return (
        <OptionForm
          {...props}
          kind="challenge"
          title={`How should ${name} check that it is you?`}
          options={checkpoint.options}
        />
      );
    case 'captcha':
      return (
        <InlineNotice
          tone="warn"
          title={`${name} wants to see that you are a person`}
          action={<WizardButton way={way} variant="primary" />}
        >
          It shows a puzzle, which only the sign-in page of the connection service can draw. Nothing
          was changed here.
        </InlineNotice>
      );
    case 'unknown':
      return (
        <InlineNotice
          tone="warn"
          title={`${name} asks for something that we do not know yet`}
          action={<WizardButton way={way} variant="primary" />}
        >
          The sign-in page of the connection service can go on with it.
        </InlineNotice>
      );
  }
}

function Wait({ children }: { children: React.ReactNode }) {
  return (
    <p role="status" className="flex items-center gap-3 text-body text-fg">
      <Spinner /> <span>{children}</span>
    </p>
  );
}

const SOURCES = {
  sms: 'Enter the code from the SMS',
  app: 'Enter the code from your authenticator app',
  whatsapp: 'Enter the code from WhatsApp',
  any: 'Enter your verification code',
} as const;

const CHANNELS = {
  email: 'Enter the code from the e-mail',
  sms: 'Enter the code from the SMS',
  whatsapp: 'Enter the code from WhatsApp',
  any: 'Enter the code that you were sent',
} as const;
