import type { ShortcutPreset } from '@/lib/preferences/types';

/**
 * Where a command's keys act. `composer` only while the focus is in one and before everything else;
 * `listKeys` only while it is on a row, `messageKeys` only while it is on a message; the others wherever
 * no text is being typed, as long as the screen that registers the command is there.
 */
export type CommandScope = 'global' | 'inbox' | 'thread' | 'composer' | 'invitations';

export const COMMAND_GROUPS = [
  'General',
  'Go to',
  'Move',
  'Triage',
  'Write',
  'Invitations',
] as const;

export type Command = {
  label: string;
  group: (typeof COMMAND_GROUPS)[number];
  scope: CommandScope;
  /**
   * As `Kbd` writes them: "Shift+E", "Mod+K", "g i" for one after the other. By what the key says
   * (`event.key`), so that a layout decides where it lies. The first one is taught.
   */
  keys: readonly string[];
  /** Instead of `keys` with the Gmail preset. */
  gmailKeys?: readonly string[];
  /** Further keys that act only while a row of the list has the focus. */
  listKeys?: readonly string[];
  /** Further keys that act only while a message itself has the focus. */
  messageKeys?: readonly string[];
  /** Its Mod, Escape and F keys act also while somebody types. */
  whileTyping?: true;
  /** A key that is held down goes on acting. */
  repeats?: true;
  /** Means nothing without a key: not offered by the palette. */
  isKeyOnly?: true;
};

/** The one list of commands: it feeds the keys, the tooltips, the menus, the palette and the help. */
export const COMMANDS = {
  palette: general('Command palette', ['Mod+K'], { whileTyping: true, isKeyOnly: true }),
  help: general('Keyboard shortcuts', ['?', 'Mod+/'], { whileTyping: true }),
  search: general('Search', ['/']),
  settings: general('Settings', ['Mod+,'], { whileTyping: true, group: 'Go to' }),
  toggleSidebar: general('Show or hide the sidebar', ['Mod+B'], { whileTyping: true }),
  // In a browser's tab F6 alone belongs to the browser; the matcher offers it to an installed app.
  nextPane: general('Next pane', ['Mod+F6', 'F6'], { whileTyping: true, isKeyOnly: true }),
  previousPane: general('Previous pane', ['Mod+Shift+F6', 'Shift+F6'], {
    whileTyping: true,
    isKeyOnly: true,
  }),
  compose: general('New message', ['c'], { group: 'Write' }),

  goInbox: goTo('Inbox', 'g i'),
  goMine: goTo('Assigned to me', 'g m'),
  goUnassigned: goTo('Unassigned', 'g u'),
  goSnoozed: goTo('Snoozed', 'g h'),
  goEmail: goTo('E-mail', 'g e'),
  goSent: goTo('Sent', 'g t'),
  goDrafts: goTo('Drafts', 'g d'),
  goInvitations: goTo('Invitations', 'g n'),
  goPeople: goTo('People', 'g p'),
  goAccounts: goTo('Accounts', 'g a'),
  goOverview: goTo('Overview', 'g o'),

  next: move('Next conversation', ['j'], { listKeys: ['ArrowDown'], repeats: true }),
  previous: move('Previous conversation', ['k'], { listKeys: ['ArrowUp'], repeats: true }),
  first: move('First conversation', [], { listKeys: ['Home'] }),
  last: move('Last conversation', [], { listKeys: ['End'] }),
  pageDown: move('One page down', [], { listKeys: ['PageDown'], repeats: true }),
  pageUp: move('One page up', [], { listKeys: ['PageUp'], repeats: true }),
  open: move('Open, then write', ['Enter', 'o']),
  rowControls: move('Into the row', [], { listKeys: ['ArrowRight'] }),
  leaveControls: move('Out of the row’s controls', [], { listKeys: ['ArrowLeft'] }),
  nextView: move('Next view', [']'], { gmailKeys: ['`'] }),
  previousView: move('Previous view', ['['], { gmailKeys: ['~'] }),
  back: move('Back', ['Escape'], { gmailKeys: ['Escape', 'u'] }),
  filter: triage('Filter…', ['Shift+F'], { group: 'Move' }),
  saveView: triage('Save view…', ['Shift+S'], { group: 'Move' }),
  nextMessage: move('Next message', ['n'], {
    scope: 'thread',
    messageKeys: ['ArrowDown'],
    repeats: true,
  }),
  previousMessage: move('Previous message', ['p'], {
    scope: 'thread',
    messageKeys: ['ArrowUp'],
    repeats: true,
  }),

  done: triage('Done', ['e'], { repeats: true }),
  backToInbox: triage('Back to inbox', ['Shift+E']),
  snooze: triage('Snooze…', ['h', 'b'], { gmailKeys: ['b', 'h'] }),
  toggleUnread: triage('Read or unread', ['u', 'Shift+U', 'Shift+I'], {
    gmailKeys: ['Shift+U', 'Shift+I'],
  }),
  label: triage('Label…', ['l']),
  star: triage('Star', ['s']),
  assignToMe: triage('Assign to me', ['i']),
  assign: triage('Assign to…', ['Shift+A']),
  mute: triage('Mute', ['Shift+M']),
  trash: triage('Move to trash', ['#']),
  spam: triage('Mark as spam', ['!']),
  moveToFolder: triage('Move to folder…', ['Shift+V']),
  more: triage('More actions', ['.'], { isKeyOnly: true }),
  select: triage('Select', ['x'], { listKeys: ['Space'] }),
  selectDown: triage('Extend the selection down', ['Shift+J'], {
    listKeys: ['Shift+ArrowDown'],
    repeats: true,
    isKeyOnly: true,
  }),
  selectUp: triage('Extend the selection up', ['Shift+K'], {
    listKeys: ['Shift+ArrowUp'],
    repeats: true,
    isKeyOnly: true,
  }),
  selectAll: triage('Select all', [], { listKeys: ['Mod+A'] }),
  undo: general('Undo', ['z', 'Mod+Z'], { group: 'Triage' }),

  reply: write('Reply', ['r']),
  replyAll: write('Reply to all', ['a']),
  forward: write('Forward', ['f']),
  note: write('Private note', ['m']),
  send: write('Send', ['Mod+Enter'], { scope: 'composer', isKeyOnly: true }),
  sendAndDone: write('Send and mark as done', ['Mod+Shift+Enter'], {
    scope: 'composer',
    isKeyOnly: true,
  }),
  sendLater: write('Send later…', ['Mod+Shift+L'], { scope: 'composer' }),
  templates: write('Templates', ['Mod+;'], { scope: 'composer' }),
  toggleAllMessages: inThread('Expand or collapse all messages', [';']),
  openAtProvider: inThread('Open at the provider', ['Shift+O']),
  openPerson: inThread('Person', ['Mod+\\'], { whileTyping: true }),
  toggleLayout: general('List or split layout', ['v'], { scope: 'inbox' }),

  acceptInvitation: invitation('Accept', ['y']),
  refuseInvitation: invitation('Refuse', ['n']),
  withdrawInvitation: invitation('Withdraw', ['w']),
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** Widened, so that the optional fields can be read of any command. */
export function commandOf(name: CommandName): Command {
  return COMMANDS[name];
}

/** Every key of a command with a preset; single keys are gone with "Off" (WCAG 2.1.4). */
export function keysOf(name: CommandName, preset: ShortcutPreset): readonly string[] {
  const command = commandOf(name);
  const keys = preset === 'gmail' ? (command.gmailKeys ?? command.keys) : command.keys;
  return preset === 'off' ? keys.filter((key) => !isSingleKey(key)) : keys;
}

/** A character without Mod, alone or in a sequence. */
export function isSingleKey(keys: string): boolean {
  return keys.split(' ').some((chord) => /^(Shift\+)?.$/u.test(chord));
}

type More = Partial<Command>;
type Keys = readonly string[];

function general(label: string, keys: Keys, more: More = {}): Command {
  return { label, group: 'General', scope: 'global', keys, ...more };
}
function goTo(label: string, keys: string): Command {
  return { label, group: 'Go to', scope: 'global', keys: [keys] };
}
function move(label: string, keys: Keys, more: More = {}): Command {
  return { label, group: 'Move', scope: 'inbox', keys, isKeyOnly: true, ...more };
}
function triage(label: string, keys: Keys, more: More = {}): Command {
  return { label, group: 'Triage', scope: 'inbox', keys, ...more };
}
function write(label: string, keys: Keys, more: More = {}): Command {
  return { label, group: 'Write', scope: 'thread', keys, ...more };
}
function inThread(label: string, keys: Keys, more: More = {}): Command {
  return { label, group: 'General', scope: 'thread', keys, ...more };
}
function invitation(label: string, keys: Keys): Command {
  return { label, group: 'Invitations', scope: 'invitations', keys };
}
