import { PROVIDER_NAMES, PROVIDERS, type Provider } from '@/lib/core/providers';
import type { SearchPlace, SearchQuery } from './types';

export const MAX_QUERY_CHARACTERS = 300;
/** More words than this narrow nothing further. */
const MAX_TERMS = 12;

const PLACES: Readonly<Record<string, SearchPlace>> = {
  inbox: 'inbox',
  done: 'done',
  archived: 'done',
  snoozed: 'snoozed',
};

/** Words that people use for a channel beside its name. */
const CHANNEL_WORDS: Readonly<Record<string, Provider>> = {
  wa: 'WHATSAPP',
  ig: 'INSTAGRAM',
  x: 'TWITTER',
  gmail: 'GOOGLE',
  imap: 'MAIL',
};

/** What the search field offers, in the order in which it is offered. */
export const OPERATOR_HINTS = [
  { operator: 'from:', example: 'from:ana', meaning: 'Who wrote it, or me' },
  { operator: 'to:', example: 'to:ana', meaning: 'Whom we wrote to' },
  { operator: 'channel:', example: 'channel:linkedin', meaning: 'One channel' },
  { operator: 'account:', example: 'account:jane', meaning: 'One of our accounts' },
  { operator: 'in:', example: 'in:done', meaning: 'inbox, done or snoozed' },
  { operator: 'is:', example: 'is:unread', meaning: 'unread or starred' },
  { operator: 'has:', example: 'has:attachment', meaning: 'attachment or link' },
  { operator: 'label:', example: 'label:trial', meaning: 'Conversations with a label' },
  { operator: 'assigned:', example: 'assigned:me', meaning: 'What is assigned to me' },
  { operator: 'before:', example: 'before:2026-01-31', meaning: 'Older than this day' },
  { operator: 'after:', example: 'after:2026-01-01', meaning: 'From this day on' },
] as const;

/**
 * Reads what a person typed. Never throws: an operator that we do not know is a text, one whose value
 * makes no sense becomes a sentence in `problems`. `today` is the member's day, `2026-11-26`.
 */
export function parseSearch(input: string, today: string): SearchQuery {
  const query: SearchQuery = {
    terms: [],
    from: [],
    to: [],
    channels: [],
    accounts: [],
    places: [],
    labels: [],
    isUnread: false,
    isStarred: false,
    isAssignedToMe: false,
    hasAttachment: false,
    hasLink: false,
    before: null,
    after: null,
    problems: [],
  };
  const text = input.slice(0, MAX_QUERY_CHARACTERS);
  const tokens = [...text.matchAll(/(?:([a-z]+):)?(?:"([^"]*)"?|([^\s"]+))|[a-z]+:(?=\s|$)/giu)];
  for (const [index, token] of tokens.entries()) {
    const [whole, name, quoted, plain] = token;
    const value = (quoted ?? plain ?? '').trim();
    const operator = name?.toLowerCase();
    const isLast = index === tokens.length - 1 && !/[\s"]$/.test(text);
    if (operator && value && apply(query, operator, value, today)) continue;
    // Still being typed: `from:` alone says nothing yet.
    if (isBareOperator(whole)) continue;
    const term = operator && quoted === undefined ? whole : value;
    if (term && query.terms.length < MAX_TERMS) {
      query.terms.push({ text: term, isPrefix: isLast && quoted === undefined });
    }
  }
  return query;
}

function isBareOperator(text: string): boolean {
  return OPERATOR_HINTS.some(({ operator }) => operator === text.toLowerCase());
}

/** Returns false for an operator that there is not. */
function apply(query: SearchQuery, operator: string, value: string, today: string): boolean {
  const word = value.toLowerCase();
  switch (operator) {
    case 'from':
      query.from.push(value);
      return true;
    case 'to':
      query.to.push(value);
      return true;
    case 'account':
      query.accounts.push(value);
      return true;
    case 'label':
      query.labels.push(value);
      return true;
    case 'channel': {
      const channel = channelOf(word);
      if (channel) query.channels.push(channel);
      else query.problems.push(`There is no channel called ${quote(value)}.`);
      return true;
    }
    case 'in': {
      const place = PLACES[word];
      if (place) query.places.push(place);
      else query.problems.push(`“in:” takes inbox, done or snoozed, not ${quote(value)}.`);
      return true;
    }
    case 'is':
      if (word === 'unread') query.isUnread = true;
      else if (word === 'starred') query.isStarred = true;
      else query.problems.push(`“is:” takes unread or starred, not ${quote(value)}.`);
      return true;
    case 'has':
      if (/^(attachment|attachments|file|files)$/.test(word)) query.hasAttachment = true;
      else if (/^links?$/.test(word)) query.hasLink = true;
      else query.problems.push(`“has:” takes attachment or link, not ${quote(value)}.`);
      return true;
    case 'assigned':
      if (word === 'me') query.isAssignedToMe = true;
      else query.problems.push(`“assigned:” takes me, not ${quote(value)}.`);
      return true;
    case 'before':
    case 'after': {
      const day = dayOf(word, today);
      if (day) query[operator] = day;
      else query.problems.push(`${quote(value)} is not a date. Write it as 2026-01-31.`);
      return true;
    }
    default:
      return false;
  }
}

function quote(text: string): string {
  return `“${text.slice(0, 40)}”`;
}

function channelOf(word: string): Provider | undefined {
  return (
    CHANNEL_WORDS[word] ??
    PROVIDERS.find(
      (provider) =>
        provider.toLowerCase() === word || PROVIDER_NAMES[provider].toLowerCase() === word,
    )
  );
}

/** The first day of what was written: a day, a month, a year, `today` or `yesterday`. */
function dayOf(word: string, today: string): string | null {
  if (word === 'today') return today;
  if (word === 'yesterday') return isoDay(Date.parse(`${today}T00:00:00Z`) - 86_400_000);
  const [, year, month = '01', day = '01'] =
    /^(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?$/.exec(word) ?? [];
  if (!year) return null;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  // A 31 February is taken by Date for the 3 March, so it must come back as it went in.
  return isoDay(Date.parse(`${text}T00:00:00Z`)) === text ? text : null;
}

function isoDay(ms: number): string | null {
  return Number.isNaN(ms) ? null : new Date(ms).toISOString().slice(0, 10);
}

/** Whether anything at all is asked for. */
export function isEmptySearch(query: SearchQuery): boolean {
  return !asksForMessages(query) && !asksForConversations(query);
}

/** Conditions that a single message meets or does not. */
export function asksForMessages(query: SearchQuery): boolean {
  return (
    [query.terms, query.from, query.to].some((list) => list.length > 0) ||
    query.hasAttachment ||
    query.hasLink ||
    query.before !== null ||
    query.after !== null
  );
}

function asksForConversations(query: SearchQuery): boolean {
  return (
    [query.channels, query.accounts, query.places, query.labels].some((list) => list.length > 0) ||
    query.isUnread ||
    query.isStarred ||
    query.isAssignedToMe
  );
}
