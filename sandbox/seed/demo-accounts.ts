import type { AccountType, SourceStatus } from '../state';

export interface DemoAccount {
  type: AccountType;
  owner: string;
  login: string;
  /** Shown name when it is not the owner's. */
  name?: string;
  status?: SourceStatus;
  /** How long before now the account went down: its newest message is older than that. */
  downSinceMs?: number;
  isPremium?: boolean;
  /** Part of all demo chats, 0 to 1; the parts add up to 1. */
  chatShare: number;
  /** How many mails its mailbox holds. */
  emails?: number;
}

const hourMs = 3_600_000;

/** The accounts of the demo team Harbourline, newest first. */
export const demoAccounts: readonly DemoAccount[] = [
  {
    type: 'LINKEDIN',
    owner: 'Jane Ruiz',
    login: 'jane.ruiz@harbourline.example',
    isPremium: true,
    chatShare: 0.22,
  },
  {
    type: 'LINKEDIN',
    owner: 'Omar Haddad',
    login: 'omar.haddad@harbourline.example',
    chatShare: 0.15,
  },
  {
    type: 'LINKEDIN',
    owner: 'Priya Raman',
    login: 'priya.raman@harbourline.example',
    status: 'CREDENTIALS',
    downSinceMs: 52 * hourMs,
    chatShare: 0.12,
  },
  { type: 'WHATSAPP', owner: 'Jane Ruiz', login: '+31655501234', chatShare: 0.13 },
  { type: 'WHATSAPP', owner: 'Lukas Weber', login: '+4915155504321', chatShare: 0.11 },
  { type: 'INSTAGRAM', owner: 'Chloé Martin', login: 'chloe.martin', chatShare: 0.08 },
  {
    type: 'MESSENGER',
    owner: 'Chloé Martin',
    login: 'chloe.martin@harbourline.example',
    chatShare: 0.06,
  },
  { type: 'TELEGRAM', owner: 'Lukas Weber', login: '+4915155509876', chatShare: 0.07 },
  { type: 'TWITTER', owner: 'Priya Raman', login: 'priyaraman', chatShare: 0.06 },
  {
    type: 'GOOGLE_OAUTH',
    owner: 'Jane Ruiz',
    login: 'jane.ruiz@harbourline.example',
    chatShare: 0,
    emails: 1_400,
  },
  {
    type: 'OUTLOOK',
    owner: 'Omar Haddad',
    login: 'omar.haddad@harbourline.example',
    name: 'Sales · Outlook',
    status: 'ERROR',
    chatShare: 0,
    emails: 900,
  },
  {
    type: 'MAIL',
    owner: 'Lukas Weber',
    login: 'lukas.weber@harbourline.example',
    chatShare: 0,
    emails: 700,
  },
];
