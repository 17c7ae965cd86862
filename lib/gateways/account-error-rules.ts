import type { ErrorSentence } from './types';

const RECONNECT = 'Reconnect it to go on.';
const START_AGAIN = 'Start the sign-in again.';
const NO_PLAN: ErrorSentence = [
  'This needs a plan of {channel} that {account} does not have.',
  'Get it at {channel}, or use another account.',
  'other_account',
];
const PROXY: ErrorSentence = [
  'A proxy on the way to {channel} refused our password.',
  'An admin has to correct it.',
  'ask_admin',
];

/** What the API says of an account, its sign-in or the key of its connection: by type, without `errors/`. */
export const ACCOUNT_ERRORS = {
  // 401
  missing_credentials: [
    'The connection of {account} has no key.',
    'An admin has to add it.',
    'ask_admin',
  ],
  invalid_credentials: [
    'The connection of {account} refused our key.',
    'An admin has to renew it.',
    'ask_admin',
  ],
  insufficient_privileges: [
    'The key of the connection does not allow this.',
    'An admin has to widen it and reconnect {account}.',
    'ask_admin',
  ],
  expired_credentials: [
    'The sign-in of {account} at {channel} has expired.',
    RECONNECT,
    'reconnect',
  ],
  disconnected_account: ['{account} is signed out of {channel}.', RECONNECT, 'reconnect'],
  disconnected_feature: [
    '{account} is signed out of the part of {channel} that this needs.',
    RECONNECT,
    'reconnect',
  ],
  multiple_sessions: [
    '{channel} allows {account} one sign-in at a time, and there is another.',
    'Close that one, or reconnect with the cookie method.',
    'reconnect',
  ],
  wrong_account: [
    'Somebody else signed in than {account} belongs to.',
    'Sign in again with the right account.',
    'reconnect',
  ],
  invalid_checkpoint_solution: [
    'The code for {account} was not right.',
    'Try again with a new one.',
    'reconnect',
  ],
  checkpoint_error: [
    '{channel} asked {account} for a check that cannot be passed here.',
    'Start the sign-in again, or use another method.',
    'reconnect',
  ],
  captcha_not_supported: [
    '{channel} asked {account} for a puzzle that cannot be solved here.',
    'Try again later, or reconnect with the cookie method.',
    'reconnect',
  ],
  invalid_proxy_credentials: PROXY,
  invalid_credentials_but_valid_account_imap: [
    'The mail server knows {account}, and refused its password.',
    'Reconnect it with an app password.',
    'reconnect',
  ],
  invalid_imap_configuration: [
    'The server for incoming mail of {account} is not set up right.',
    'Reconnect it, and check server and port.',
    'reconnect',
  ],
  invalid_smtp_configuration: [
    'The server for outgoing mail of {account} is not set up right.',
    'Reconnect it, and check server and port.',
    'reconnect',
  ],
  expired_link: ['The link to sign in has expired.', START_AGAIN, 'reconnect'],

  // 401 in substance, and 422 on the wire
  account_configuration_error: [
    '{account} is not set up right at {channel}.',
    RECONNECT,
    'reconnect',
  ],
  unauthorized: ['{channel} no longer takes the sign-in of {account}.', RECONNECT, 'reconnect'],

  // 403
  account_restricted: [
    '{channel} restricted {account}. We stopped all sends from it.',
    'Sign in to {channel} to see why.',
    'open_provider',
  ],
  account_mismatch: [
    '{account} cannot do this at {channel}.',
    'Use another account.',
    'other_account',
  ],
  insufficient_permissions: [
    '{account} does not let us do this at {channel}.',
    'Reconnect it and allow it there.',
    'reconnect',
  ],
  session_mismatch: [
    'The sign-in of {account} belongs to somebody else.',
    'Sign in again with the right account.',
    'reconnect',
  ],
  feature_not_subscribed: NO_PLAN,
  subscription_required: NO_PLAN,
  unknown_authentication_context: [
    '{channel} wants one more step of {account} that cannot be done here.',
    'Sign in to {channel} in a browser, then try again.',
    'open_provider',
  ],
  action_required: [
    '{channel} waits for a step of whoever owns {account}.',
    'Open {channel}, finish it, then try again.',
    'open_provider',
  ],
  resource_access_restricted: [
    '{account} has no access to this {place} at {channel}.',
    'Use another account.',
    'other_account',
  ],

  // 407, 409, 425
  proxy_auth_error: PROXY,
  already_exists: [
    '{account} is connected already.',
    'Reconnect it instead of connecting it again.',
    'reconnect',
  ],
  operation_canceled: [
    'A newer sign-in of {account} took the place of this one.',
    'Go on with the newer one.',
    'wait',
  ],
  auth_in_progress: [
    'A sign-in of {account} is under way.',
    'Try again once it has ended, in five minutes at most.',
    'wait',
  ],

  // 500
  authentication_intent_error: [
    'The sign-in of {account} was broken off.',
    START_AGAIN,
    'reconnect',
  ],
} satisfies Readonly<Record<string, ErrorSentence>>;
