import { z } from 'zod';
import { COUNTRIES } from './country-rules';

const MOST_CHARACTERS = { name: 320, password: 1_000, cookie: 8_000, agent: 1_000, host: 253 };

/** A secret stays as it was typed: spaces may be part of it. */
const secret = (sentence: string, most = MOST_CHARACTERS.password) =>
  z.string().min(1, sentence).max(most, 'This is too long.');
const word = (sentence: string, most = MOST_CHARACTERS.name) =>
  z.string().trim().min(1, sentence).max(most, 'This is too long.');

const host = (sentence: string) =>
  word(sentence, MOST_CHARACTERS.host).regex(
    /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i,
    'This is no name of a server, such as imap.example.com.',
  );
const port = z.coerce
  .number('Enter a port.')
  .int('Enter a port.')
  .min(1, 'Enter a port.')
  .max(65_535, 'A port is 65535 at most.');
const encryption = z.enum(['ssl', 'starttls', 'tls', 'default']);

const password = secret('Enter the password.');

/** What each form sends. The values pass through to the API and are kept nowhere. */
export const credentialsSchema = z.discriminatedUnion('form', [
  z.strictObject({
    form: z.literal('linkedin'),
    username: word('Enter your e-mail address or phone number.'),
    password,
  }),
  z.strictObject({
    form: z.literal('linkedin-cookies'),
    accessToken: z
      .string()
      .trim()
      .min(1, 'Enter the cookie li_at.')
      .max(MOST_CHARACTERS.cookie, 'This is too long.'),
    /** Empty: none. */
    premiumToken: z.string().trim().max(MOST_CHARACTERS.cookie, 'This is too long.'),
    userAgent: word('Enter the user agent of that browser.', MOST_CHARACTERS.agent),
  }),
  z.strictObject({ form: z.literal('whatsapp') }),
  z.strictObject({
    form: z.literal('telegram'),
    /** Empty: none. */
    password: z.string().max(MOST_CHARACTERS.password, 'This is too long.'),
  }),
  z.strictObject({
    form: z.literal('instagram'),
    username: word('Enter your user name.'),
    password,
  }),
  z.strictObject({
    form: z.literal('messenger'),
    username: word('Enter your e-mail address or phone number.'),
    password,
  }),
  z.strictObject({
    form: z.literal('x'),
    username: word('Enter your user name.'),
    email: z.email('Enter the e-mail address of the account.'),
    password,
  }),
  z.strictObject({
    form: z.literal('imap'),
    address: z.email('Enter your e-mail address.'),
    /** The name that the servers know, mostly the address. */
    user: word('Enter the user name.'),
    password,
    imapHost: host('Enter the server for incoming mail.'),
    imapPort: port,
    imapEncryption: encryption,
    smtpHost: host('Enter the server for outgoing mail.'),
    smtpPort: port,
    smtpEncryption: encryption,
  }),
]);
export type Credentials = z.output<typeof credentialsSchema>;
export type SignInForm = Credentials['form'];

export const startAttemptSchema = z.strictObject({
  /** Made in the browser: the same press twice begins one sign-in. */
  attemptId: z.uuid(),
  /** Through which API connection; of a reconnect, that of its account counts. */
  gatewayId: z.uuid(),
  /** The account to sign in again; null connects a new one. */
  accountId: z.uuid().nullable(),
  /** Where the provider should see the sign-in come from; null leaves it to the API. */
  country: z
    .string()
    .refine((code) => COUNTRIES.includes(code), 'Choose a country.')
    .nullable(),
  credentials: credentialsSchema,
});
export type StartAttemptInput = z.output<typeof startAttemptSchema>;

export const attemptSchema = z.strictObject({ attemptId: z.uuid() });

export const answerSchema = z.strictObject({
  attemptId: z.uuid(),
  code: z
    .string()
    .trim()
    .min(1, 'Enter the code.')
    .max(64, 'A code has 64 characters at most.')
    // A word of the API that asks for another method; there is a button for that.
    .refine((code) => code !== 'TRY_ANOTHER_WAY', 'This is no code.'),
});

export const anotherWaySchema = z.strictObject({
  attemptId: z.uuid(),
  /** Which of the ways that were offered; null leaves the choice to the provider. */
  challengeId: z.string().min(1).max(200).nullable(),
});

export const renewQrSchema = z.strictObject({
  attemptId: z.uuid(),
  /** Telegram's second password, which the page still has; empty: none. */
  password: z.string().max(MOST_CHARACTERS.password, 'This is too long.'),
});
