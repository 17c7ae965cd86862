import type { ErrorSentence } from './types';

export const REPORT = 'Report it with the reference under Details.';
const EDIT = 'Edit it and try again.';
export const LOOK_FIRST = 'Look whether it arrived before you try again.';
const MINUTES = 'Try again in some minutes.';
const NEW_EMAIL = 'Send it as a new e-mail.';
const LIMIT: ErrorSentence = [
  '{account} reached the limit of {channel} for {things}.',
  'Try again in a few days.',
  'wait',
];
const STARTING: ErrorSentence = ['{account} is just being started.', MINUTES, 'wait'];
const BROKEN_WAY: ErrorSentence = ['The way to {channel} is interrupted.', LOOK_FIRST, 'check'];
const TROUBLE: ErrorSentence = ['{channel} has trouble right now.', LOOK_FIRST, 'check'];
const SLOW: ErrorSentence = ['{channel} did not answer in time.', LOOK_FIRST, 'check'];

/** What the API says of a request: by type, without `errors/`. */
export const REQUEST_ERRORS = {
  // 400
  invalid_parameters: ['{channel} did not accept something in this {thing}.', EDIT, 'edit'],
  missing_parameters: ['This {thing} lacks something that {channel} needs.', EDIT, 'edit'],
  malformed_request: [
    '{channel} could not read this {thing}, which is a fault on our side.',
    REPORT,
    'report',
  ],
  content_too_large: [
    'This {thing} is too large for {channel}.',
    'Make it shorter, or take a file out.',
    'edit',
  ],
  too_many_characters: ['This {text} is too long for {channel}.', 'Make it shorter.', 'edit'],
  unescaped_characters: [
    'We passed on a character that {channel} does not take, which is a fault on our side.',
    REPORT,
    'report',
  ],
  invalid_url: ['An address in this {thing} is not valid.', EDIT, 'edit'],
  limit_too_high: [
    'We asked {channel} for too much at once, which is a fault on our side.',
    REPORT,
    'report',
  ],
  invalid_request: ['{channel} does not take this {thing} as it is.', EDIT, 'edit'],

  // 404
  resource_not_found: [
    'This {place} no longer exists at {channel}.',
    'Look at {channel} what became of it.',
    'open_provider',
  ],
  invalid_resource_identifier: [
    '{channel} does not know this {place}.',
    'Look it up again.',
    'open_provider',
  ],

  // 408, 504 and 415
  request_timeout: SLOW,
  unsupported_media_type: [
    '{channel} does not take files of this kind.',
    'Take the file out, and try again.',
    'edit',
  ],

  // 422
  already_connected: [
    '{account} and {person} are connected already.',
    'Write a message instead.',
    'open_conversation',
  ],
  already_invited_recently: [
    '{account} has invited {person} already.',
    'The invitation stands under Sent.',
    'see_sent',
  ],
  action_already_performed: ['This was done before.', 'Nothing is left to do.', 'none'],
  cannot_resend_yet: [
    'The limit of the week is reached for {account}, or {person} was invited not long ago.',
    'Try again next week.',
    'wait',
  ],
  cannot_resend_within_24hrs: [
    '{account} invited {person} less than a day ago.',
    'Try again tomorrow.',
    'wait',
  ],
  limit_exceeded: LIMIT,
  connection_limit_reached: LIMIT,
  cannot_invite_attendee: [
    '{person} takes no invitation at {channel} without their e-mail address.',
    'Add the address, or write to them elsewhere.',
    'give_email',
  ],
  invalid_recipient: [
    '{channel} does not take {person} as a recipient.',
    'Look at the profile there.',
    'open_provider',
  ],
  no_connection_with_recipient: [
    '{person} is not a connection: send an InMail or invite.',
    '',
    'invite',
  ],
  blocked_recipient: [
    '{person} takes no {things} from {account} on {channel}.',
    'Use another way to reach them.',
    'other_way',
  ],
  user_unreachable: [
    '{person} cannot be reached on {channel}.',
    'Use another way to reach them.',
    'other_way',
  ],
  not_allowed_inmail: ['InMail to {person} is not allowed.', 'Invite instead.', 'invite'],
  insufficient_credits: [
    '{account} has no credits left at {channel}.',
    'Wait for new ones, or use another way.',
    'other_way',
  ],
  invalid_account: [
    '{account} is of a kind that cannot do this.',
    'Use another account.',
    'other_account',
  ],
  unprocessable_entity: ['{channel} did not accept this {thing}.', EDIT, 'edit'],
  provider_unreachable: ['{channel} is not answering.', MINUTES, 'wait'],
  realtime_client_not_initialized: STARTING,
  invalid_message: ['{channel} did not accept the words of this {text}.', EDIT, 'edit'],
  cant_send_message: ['{channel} does not let {account} send this {thing}.', EDIT, 'edit'],
  invalid_post: ['{channel} did not accept this post.', EDIT, 'edit'],
  parent_mail_not_found: [
    'The e-mail that this one answers is no longer in the mailbox.',
    NEW_EMAIL,
    'edit',
  ],
  invalid_reply_subject: [
    '{channel} did not accept the subject of this answer.',
    NEW_EMAIL,
    'edit',
  ],
  invalid_headers: [
    '{channel} does not take a header of this e-mail.',
    'Edit it and take the header out.',
    'edit',
  ],
  send_as_denied: [
    '{channel} does not let {account} send from the address in its settings.',
    'Change it there, then edit this.',
    'edit',
  ],
  invalid_folder: ['The folder is no longer in the mailbox.', 'Choose another one.', 'edit'],
  invalid_thread: ['{channel} does not know the thread of this e-mail.', NEW_EMAIL, 'edit'],
  sender_rejected: [
    'The mail server does not take {account} as the sender.',
    'Look at its address in the settings.',
    'edit',
  ],
  recipient_rejected: [
    'The mail server does not take {person} as a recipient.',
    'Look at the address.',
    'edit',
  ],
  ip_rejected_by_server: [
    'The mail server takes no mail from where ours is sent.',
    'Ask whoever runs the mailbox.',
    'ask_admin',
  ],

  // 429 and 5xx
  too_many_requests: ['{channel} asks us to slow down.', 'Try again later.', 'wait'],
  unexpected_error: ['Something failed on the way to {channel}.', LOOK_FIRST, 'check'],
  provider_error: TROUBLE,
  feature_not_implemented: [
    'This cannot be done from here with {channel}.',
    'Do it at {channel}.',
    'open_provider',
  ],
  proxy_error: BROKEN_WAY,
  no_client_session: STARTING,
  no_channel: STARTING,
  no_handler: STARTING,
  network_down: BROKEN_WAY,
  service_unavailable: TROUBLE,
} satisfies Readonly<Record<string, ErrorSentence>>;
