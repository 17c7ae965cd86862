import { sizeOf } from '../attachments';
import { buildEmail, storeEmail } from '../domain/emails';
import { foldersOf, folderWith, hasLabels } from '../domain/folders';
import { idOf, numberOf, Random } from '../ids';
import type { Account } from '../state';
import type { Email, EmailFile, EmailPerson, FolderRole } from '../state-emails';
import type { World } from '../world';
import { newsletters, subjects } from './newsletters';
import { inventContact } from './people';
import { fillSlots, writeScript } from './script';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const spanDays = 240;

/**
 * Fills a mailbox with `total` mails up to `lastMs`: conversations, newsletters, notices; answered
 * ones, unread ones, some with files or pictures inside. The same mailbox is always the same.
 */
export function plantEmails(world: World, account: Account, total: number, lastMs: number): void {
  const random = new Random(numberOf('emails', account.id));
  let count = 0;
  for (let number = 0; count < total; number += 1) {
    const place = random.next() ** 2;
    const atMs = Math.floor(lastMs - place * spanDays * dayMs - 5 * 60_000);
    const room = total - count;
    const planted = random.chance(0.35)
      ? [plantNewsletter(world, account, number, atMs, random)]
      : plantConversation(world, account, { number, atMs, room }, random);
    count += planted.length;
  }
}

function plantNewsletter(
  world: World,
  account: Account,
  number: number,
  atMs: number,
  random: Random,
): Email {
  const newsletter = random.pick(newsletters);
  const [subject, ...paragraphs] = random.pick(newsletter.issues);
  const role: FolderRole = random.chance(0.08) ? 'spam' : random.chance(0.3) ? 'trash' : 'inbox';
  const isReceipt = subject.startsWith('Receipt');
  return plant(world, account, {
    key: `${number}`,
    role,
    from: { address: newsletter.address, name: newsletter.name },
    subject,
    plain: paragraphs.join('\n\n'),
    atMs,
    isRead: random.chance(0.7),
    look: newsletter.isPlain ? 'letter' : 'newsletter',
    headers: [
      { name: 'List-Unsubscribe', value: `<mailto:leave@${newsletter.address.split('@')[1]}>` },
    ],
    files: isReceipt ? [fileOf(account, number, 'receipt.pdf', 'application/pdf')] : [],
  });
}

interface ConversationPlan {
  number: number;
  /** Of its last mail. */
  atMs: number;
  /** How many mails it may have. */
  room: number;
}

function plantConversation(
  world: World,
  account: Account,
  { number, atMs, room }: ConversationPlan,
  random: Random,
): Email[] {
  const contact = inventContact('LINKEDIN', `${account.id}/email/${number}`);
  const other = { address: addressOf(contact), name: contact.name };
  const own = { address: account.login, name: account.owner };
  const people = { me: account.owner, contact: { ...contact, language: 'en' } };
  const length = Math.min(room, random.between(1, 6));
  const lines = writeScript(random, people, length, 0);
  const subject = fillSlots(random, random.pick(subjects), people);
  const isUnread = random.chance(0.2);
  const ccs = random.chance(0.2) ? [colleagueOf(account, number)] : [];
  const planted: Email[] = [];
  lines.forEach((line, index) => {
    const last = planted.at(-1);
    const isLast = index === lines.length - 1;
    const signature = line.isMine
      ? `\n\nBest\n${account.owner}`
      : `\n\n${contact.name}\n${contact.headline}`;
    planted.push(
      plant(world, account, {
        key: `${number}/${index}`,
        role: line.isMine ? 'sent' : random.chance(0.15) ? 'archive' : 'inbox',
        from: line.isMine ? own : other,
        to: [line.isMine ? other : own],
        cc: ccs,
        subject: last === undefined || subject === '' ? subject : `Re: ${subject}`,
        plain: `${line.text}${signature}`,
        atMs: atMs - (lines.length - 1 - index) * random.between(2, 30) * hourMs,
        isRead: !(isLast && isUnread),
        answered: last,
        files: filesFor(account, number, index, random),
      }),
    );
  });
  return planted;
}

interface Plan {
  key: string;
  role: FolderRole;
  from: EmailPerson;
  to?: EmailPerson[];
  cc?: EmailPerson[];
  subject: string;
  plain: string;
  atMs: number;
  isRead: boolean;
  look?: 'letter' | 'newsletter';
  headers?: Email['headers'];
  answered?: Email;
  files: EmailFile[];
}

function plant(world: World, account: Account, plan: Plan): Email {
  const { key, answered, isRead, role, ...parts } = plan;
  const hasFolder = foldersOf(world, account.id).some((folder) => folder.role === role);
  const email = buildEmail(world, account, {
    ...parts,
    // Gmail archives by taking the label of the inbox away.
    role: hasFolder ? role : 'inbox',
    readAtMs: isRead ? parts.atMs + hourMs : null,
    messageId: `<${idOf('planted', account.id, key)}@${parts.from.address.split('@')[1]}>`,
    ...(answered !== undefined && {
      inReplyTo: { messageId: answered.messageId, id: answered.id },
    }),
    ...(answered?.threadId !== undefined && { threadId: answered.threadId }),
  });
  if (!hasFolder) email.folderIds = [];
  else if (hasLabels(account) && numberOf('important', email.id) % 9 === 0) {
    email.folderIds.push(folderWith(world, account.id, 'important').id);
  }
  storeEmail(world, email, true);
  return email;
}

const files: [string, string][] = [
  ['Proposal Harbourline.pdf', 'application/pdf'],
  ['arrivals.csv', 'text/csv'],
  [
    'Vertrag – Entwurf (final) v7 mit Anmerkungen der Rechtsabteilung und Anlage 3b.pdf',
    'application/pdf',
  ],
  ['gate.png', 'image/png'],
];

function filesFor(account: Account, number: number, index: number, random: Random): EmailFile[] {
  if (!random.chance(0.12)) return [];
  const [name, mime] = random.pick(files);
  const file = fileOf(account, number * 10 + index, name, mime);
  return [
    mime === 'image/png' && random.chance(0.6) ? { ...file, cid: `${file.id}@inline` } : file,
  ];
}

function fileOf(account: Account, number: number, fileName: string, mime: string): EmailFile {
  const type = mime.startsWith('image/') ? 'img' : 'file';
  const file: EmailFile = {
    id: idOf('email-file', account.id, number, fileName),
    type,
    mime,
    fileName,
    sizeBytes: 0,
    ...(type === 'img' && { width: 320, height: 200 }),
  };
  return { ...file, sizeBytes: sizeOf(file) };
}

function colleagueOf(account: Account, number: number): EmailPerson {
  const contact = inventContact('LINKEDIN', `${account.id}/colleague/${number % 12}`);
  return { address: addressOf(contact), name: contact.name };
}

function addressOf(contact: { publicIdentifier: string | null; headline: string }): string {
  const company = contact.headline.split(' at ')[1] ?? 'client';
  const host = company.toLowerCase().replace(/[^a-z0-9]+/g, '') || 'client';
  return `${contact.publicIdentifier ?? 'office'}@${host}.example`;
}
