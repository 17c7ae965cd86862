export type MailEncryption = 'ssl' | 'starttls' | 'tls' | 'default';

export interface MailServers {
  imapHost: string;
  imapPort: number;
  imapEncryption: MailEncryption;
  smtpHost: string;
  smtpPort: number;
  smtpEncryption: MailEncryption;
  /** What its owner should know before they type a password. */
  note: string | null;
}

const appPassword = (name: string) =>
  `${name} needs an app password, which you make in the security settings there.`;
const switchedOn = (name: string) =>
  `${name} lets other programs in once you allow IMAP in the settings of your mailbox there.`;

type Row = readonly [domains: string, imap: string, smtp: string, note?: string];

/**
 * Usual servers by the domain of an address: what the providers' own help pages name for other programs
 * (ports 993, and 465 or 587). Each can be changed in the form. Where a provider has no server that is reached with a
 * password, the fields stay empty and the note says so.
 */
const ROWS: readonly Row[] = [
  ['gmail.com googlemail.com', 'imap.gmail.com', 'smtp.gmail.com:465', appPassword('Google')],
  ['icloud.com me.com mac.com', 'imap.mail.me.com', 'smtp.mail.me.com:587', appPassword('iCloud')],
  [
    'yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it ymail.com rocketmail.com',
    'imap.mail.yahoo.com',
    'smtp.mail.yahoo.com:465',
    appPassword('Yahoo'),
  ],
  ['aol.com', 'imap.aol.com', 'smtp.aol.com:465', appPassword('AOL')],
  [
    'outlook.com hotmail.com live.com msn.com',
    'outlook.office365.com',
    'smtp.office365.com:587',
    'Microsoft takes no password from other programs any more. Connect this mailbox as Microsoft instead.',
  ],
  [
    'proton.me protonmail.com pm.me',
    '',
    '',
    'Proton opens its mailboxes to a program on your own computer alone, so this one cannot be connected.',
  ],
  [
    'tuta.com tutanota.com tutanota.de tuta.io keemail.me',
    '',
    '',
    'Tuta has no IMAP, so this mailbox cannot be connected.',
  ],
  ['gmx.net gmx.de gmx.at gmx.ch', 'imap.gmx.net', 'mail.gmx.net:587', switchedOn('GMX')],
  ['gmx.com gmx.us gmx.co.uk', 'imap.gmx.com', 'mail.gmx.com:587', switchedOn('GMX')],
  ['web.de', 'imap.web.de', 'smtp.web.de:587', switchedOn('WEB.DE')],
  ['t-online.de', 'secureimap.t-online.de', 'securesmtp.t-online.de:465'],
  ['freenet.de', 'mx.freenet.de', 'mx.freenet.de:465'],
  ['posteo.de posteo.net', 'posteo.de', 'posteo.de:465'],
  ['mailbox.org', 'imap.mailbox.org', 'smtp.mailbox.org:465'],
  ['ionos.de 1und1.de online.de', 'imap.ionos.de', 'smtp.ionos.de:465'],
  ['ionos.com 1and1.com', 'imap.ionos.com', 'smtp.ionos.com:465'],
  ['ovh.net ovh.com', 'ssl0.ovh.net', 'ssl0.ovh.net:465'],
  [
    'fastmail.com fastmail.fm',
    'imap.fastmail.com',
    'smtp.fastmail.com:465',
    appPassword('Fastmail'),
  ],
  ['zoho.com zohomail.com', 'imap.zoho.com', 'smtp.zoho.com:465', appPassword('Zoho')],
  ['zoho.eu', 'imap.zoho.eu', 'smtp.zoho.eu:465', appPassword('Zoho')],
  ['yandex.com yandex.ru', 'imap.yandex.com', 'smtp.yandex.com:465', appPassword('Yandex')],
  ['orange.fr wanadoo.fr', 'imap.orange.fr', 'smtp.orange.fr:465'],
  ['free.fr', 'imap.free.fr', 'smtp.free.fr:465'],
  ['laposte.net', 'imap.laposte.net', 'smtp.laposte.net:465'],
  ['libero.it', 'imapmail.libero.it', 'smtp.libero.it:465'],
  ['bluewin.ch', 'imaps.bluewin.ch', 'smtpauths.bluewin.ch:465'],
];

const BY_DOMAIN: ReadonlyMap<string, Row> = new Map(
  ROWS.flatMap((row) => row[0].split(' ').map((domain) => [domain, row])),
);

/** What is filled in for an address: the usual servers of its domain, else `imap.` and `smtp.` before it. Null without a domain. */
export function serversOf(address: string): MailServers | null {
  const domain = address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
  if (!address.includes('@') || !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)) return null;
  const [, imapHost, smtp, note = null] = BY_DOMAIN.get(domain) ?? [
    domain,
    `imap.${domain}`,
    `smtp.${domain}:465`,
  ];
  const [smtpHost = '', port] = smtp.split(':');
  return {
    imapHost,
    imapPort: 993,
    imapEncryption: 'ssl',
    smtpHost,
    smtpPort: Number(port ?? 465),
    smtpEncryption: port === '587' ? 'starttls' : 'ssl',
    note,
  };
}
