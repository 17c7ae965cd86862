'use client';

import { cx } from 'class-variance-authority';
import { ChevronDown, Ellipsis, Forward, Paperclip, Reply, ReplyAll } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { BubbleTime } from '@/components/inbox/bubble-time';
import { Attachments } from '@/components/inbox/message-attachments';
import { type BubbleActs, Problem } from '@/components/inbox/message-group';
import { MessageText } from '@/components/inbox/message-text';
import { OutgoingFiles } from '@/components/inbox/outgoing-files';
import { needsAttention, SendState } from '@/components/inbox/send-state';
import type { ThreadItem } from '@/components/inbox/thread-entries';
import { isNamed } from '@/components/inbox/use-thread';
import { useKeysOf } from '@/components/keyboard/keyboard-provider';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tooltip } from '@/components/ui/tooltip';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import type { EmailView } from '@/lib/email-html/types';
import type { EmailFacts, ThreadMessage } from '@/lib/inbox/types';
import { ownAddresses } from './address-rules';
import { EmailBody } from './email-body';
import { EmailPeople, toLine } from './email-people';

type EmailItemProps = {
  item: ThreadItem;
  /** The newest, or one that nobody has read. */
  isOpenAtFirst: boolean;
  isTabStop: boolean;
  acts: BubbleActs;
};

/** One e-mail of a thread as a card: a line while it is closed, head, text and files once it is open. */
export function EmailItem({ item, isOpenAtFirst, isTabStop, acts }: EmailItemProps) {
  const message = item.type === 'message' ? item.message : null;
  const isMarked = message !== null && acts.markedId !== null && isNamed(message, acts.markedId);
  const [isOpen, setIsOpen] = useState(isOpenAtFirst || isMarked || message === null);
  const own = ownAddresses(acts.header);
  return (
    <article
      tabIndex={isTabStop ? 0 : -1}
      data-item={item.key}
      data-message={message?.id}
      data-provider-message={message?.providerMessageId}
      data-marked={isMarked || undefined}
      aria-label={[`E-mail of ${item.senderName}`, isMarked && 'found'].filter(Boolean).join(', ')}
      className={cx(
        'mt-3 min-w-0 rounded-card border border-line bg-surface',
        isMarked && 'outline-2 outline-offset-2 outline-accent-text',
      )}
    >
      <button
        type="button"
        aria-expanded={isOpen}
        disabled={message === null}
        onClick={() => setIsOpen(!isOpen)}
        className="flex w-full min-w-0 items-center gap-2.5 rounded-card px-3 py-2 text-start enabled:hover:bg-hover"
      >
        <Avatar name={item.senderName} size={24} />
        <span className="min-w-0 flex-1">
          <span className="flex min-w-0 items-baseline gap-2">
            <bdi
              title={message?.email?.people.from?.address}
              className={cx(
                'truncate text-ui',
                message?.isUnread ? 'font-semibold' : 'font-medium',
              )}
            >
              {item.senderName}
            </bdi>
            <span className="min-w-0 flex-1 truncate text-meta text-fg-3">
              {isOpen && recipientsOf(item, own)}
            </span>
          </span>
          {!isOpen && (
            <span className="block truncate text-meta text-fg-2">{message?.text ?? ''}</span>
          )}
        </span>
        {!isOpen && message && message.attachments.length > 0 && (
          <Paperclip className="size-3.5 shrink-0 text-fg-3" aria-label="With files" />
        )}
        <span className="flex shrink-0 items-center gap-1.5 text-meta text-fg-3">
          <BubbleTime at={item.at} />
          {item.isOurs && (isOpen || needsAttention(item)) && <SendState item={item} isGroup />}
        </span>
      </button>
      {isOpen && message && <Opened message={message} acts={acts} senderName={item.senderName} />}
      {!message && <Outgoing item={item} />}
      <div className="px-3 empty:hidden">
        <Problem item={item} acts={acts} />
      </div>
    </article>
  );
}

function recipientsOf(item: ThreadItem, own: ReadonlySet<string>): string {
  if (item.type === 'message')
    return item.message.email ? toLine(item.message.email.people, own) : '';
  const routing =
    item.type === 'send' ? item.send.email : item.type === 'outbox' && item.entry.email;
  return routing ? toLine(routing, own) : '';
}

/** What was written and has no copy from the provider yet. */
function Outgoing({ item }: { item: ThreadItem }) {
  if (item.type !== 'send' && item.type !== 'outbox') return null;
  const { text, email, files = [] } = item.type === 'send' ? item.send : item.entry;
  // Our server lists the files of a forward itself.
  const forwarded = item.type === 'outbox' ? (email?.forward?.files ?? []) : [];
  return (
    <div className="flex flex-col gap-2 px-3 pb-3">
      {text && <MessageText text={text} />}
      <OutgoingFiles files={[...files, ...forwarded]} />
      {email?.forward && <p className="text-meta text-fg-3">With the forwarded e-mail</p>}
    </div>
  );
}

type OpenedProps = { message: ThreadMessage; acts: BubbleActs; senderName: string };

function Opened({ message, acts, senderName }: OpenedProps) {
  const [arePeopleShown, setArePeopleShown] = useState(false);
  const [view, setView] = useState<EmailView>('safe');
  const { email } = message;
  const { header } = acts;
  const keys = {
    reply: useKeysOf('reply'),
    replyAll: useKeysOf('replyAll'),
    forward: useKeysOf('forward'),
  };
  if (message.isDeleted || !email) {
    return (
      <p className="px-3 pb-3 text-body text-fg-2">
        <i>This e-mail was deleted at the provider.</i>
      </p>
    );
  }
  const { people } = email;
  const files = message.attachments.filter((file) => file.contentId === null);
  const others = [...people.to, ...people.cc].length;
  return (
    <div className="flex min-w-0 flex-col gap-2 px-3 pb-3">
      <button
        type="button"
        aria-expanded={arePeopleShown}
        onClick={() => setArePeopleShown(!arePeopleShown)}
        className="inline-flex min-h-6 items-center gap-1 self-start rounded-control text-meta text-fg-3 hover:text-fg"
      >
        <ChevronDown className={cx('size-3.5 transition', arePeopleShown && 'rotate-180')} />
        {arePeopleShown ? 'Hide details' : 'Who got it'}
      </button>
      {arePeopleShown && <EmailPeople people={people} at={message.sentAt} />}
      <Place email={email} />
      {email.isComplete ? (
        <EmailBody message={message} email={email} view={view} />
      ) : (
        <p role="status" className="text-body text-fg-2">
          {PROVIDER_NAMES[header.provider]} still hands over the text of this e-mail. It appears
          here by itself.
        </p>
      )}
      {files.length > 0 && (
        <div className="flex flex-wrap gap-2">
          <Attachments
            message={{ id: message.id, attachments: files }}
            senderName={senderName}
            channel={PROVIDER_NAMES[header.provider]}
            place={null}
          />
        </div>
      )}
      <Tracking email={email} />
      <Forwards email={email} threadId={header.id} />
      <div className="flex flex-wrap items-center gap-2">
        {header.replyBlock === null && (
          <>
            <Tooltip content="Reply" keys={keys.reply}>
              <Button size={28} icon={<Reply />} onClick={() => acts.onAnswer(message, false)}>
                Reply
              </Button>
            </Tooltip>
            {others > 1 && (
              <Tooltip content="Reply to all" keys={keys.replyAll}>
                <Button size={28} icon={<ReplyAll />} onClick={() => acts.onAnswer(message, true)}>
                  Reply to all
                </Button>
              </Tooltip>
            )}
            {email.isComplete && (
              <Tooltip content="Forward" keys={keys.forward}>
                <Button size={28} icon={<Forward />} onClick={() => acts.onForward(message)}>
                  Forward
                </Button>
              </Tooltip>
            )}
          </>
        )}
        <Menu trigger={<IconButton label="More of this e-mail" icon={<Ellipsis />} />}>
          <MenuItem onSelect={() => setView(view === 'plain' ? 'safe' : 'plain')}>
            {view === 'plain' ? 'Show as it was designed' : 'Show as plain text'}
          </MenuItem>
          <MenuItem onSelect={() => setView(view === 'source' ? 'safe' : 'source')}>
            {view === 'source' ? 'Hide the source' : 'Show the source'}
          </MenuItem>
          <MenuItem onSelect={() => setView(view === 'headers' ? 'safe' : 'headers')}>
            {view === 'headers' ? 'Hide the headers' : 'Show the headers'}
          </MenuItem>
        </Menu>
      </div>
    </div>
  );
}

const PLACES: Partial<Record<EmailFacts['role'], string>> = {
  trash: 'In the bin',
  spam: 'Among the spam',
  drafts: 'A draft',
};

/** Where it lies at the provider, where that is nowhere a person would look. */
function Place({ email }: { email: EmailFacts }) {
  const place = PLACES[email.role];
  return place ? <p className="text-meta text-warn">{place} at the provider</p> : null;
}

function Tracking({ email: { tracking } }: { email: EmailFacts }) {
  if (!tracking) return null;
  const { openCount, clickCount, lastHeardAt } = tracking;
  if (!lastHeardAt) return <p className="text-meta text-fg-3">Tracked, not opened yet</p>;
  const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
  return (
    <p
      className="text-meta text-fg-3"
      title="Programs that load images for their readers count, too."
    >
      {openCount > 0 && `Opened ${times(openCount)}`}
      {openCount > 0 && clickCount > 0 && ', '}
      {clickCount > 0 && `links followed ${times(clickCount)}`} · last{' '}
      <RelativeTime date={lastHeardAt} />
    </p>
  );
}

/** To whom it was passed on from here, and the way to where that stands. */
function Forwards({ email, threadId }: { email: EmailFacts; threadId: string }) {
  return email.forwards.map(({ sendId, names, at, conversationId }) => (
    <p key={sendId} className="text-meta text-fg-3">
      Forwarded to{' '}
      {conversationId && conversationId !== threadId ? (
        <Link href={`/inbox/${conversationId}`} className="text-accent-text hover:underline">
          <bdi>{names.join(', ')}</bdi>
        </Link>
      ) : (
        <bdi>{names.join(', ')}</bdi>
      )}{' '}
      · <RelativeTime date={at} />
    </p>
  ));
}
