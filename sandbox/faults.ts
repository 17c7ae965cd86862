/** What a rule does to a matching API request. */
export const requestFaultKinds = [
  'delay',
  'status',
  'answer',
  'timeout',
  'timeout_after_action',
  'reset',
  'reset_after_action',
  'garbage_html',
  'truncated_json',
  'huge',
] as const;
export type RequestFaultKind = (typeof requestFaultKinds)[number];

/** What a rule does to a matching webhook. */
export const webhookFaultKinds = ['drop', 'duplicate', 'reorder', 'delay'] as const;
export type WebhookFaultKind = (typeof webhookFaultKinds)[number];

export interface FaultRule {
  id: number;
  on: 'request' | 'webhook';
  kind: RequestFaultKind | WebhookFaultKind;
  match: {
    method?: string;
    /** Path with `*` for any run of characters, e.g. `/api/v1/chats/<any>/messages`. */
    path?: string;
    accountId?: string;
    source?: string;
    event?: string;
  };
  /** How often it still applies; null = until removed. */
  timesLeft: number | null;
  timesApplied: number;
  delayMs?: number;
  status?: number;
  type?: string;
  detail?: string;
  headers?: Record<string, string>;
  body?: string;
  contentType?: string;
  sizeBytes?: number;
  /** For `status`, `answer` and `garbage_html`: do the action first, then answer wrongly. */
  isAfterAction?: boolean;
}

/** The fault rules of one world, tried in the order in which they were added. */
export class Faults {
  #rules: FaultRule[] = [];
  #count = 0;

  add(rule: Omit<FaultRule, 'id' | 'timesApplied'>): FaultRule {
    this.#count += 1;
    const added = { ...rule, id: this.#count, timesApplied: 0 };
    this.#rules.push(added);
    return added;
  }

  list(): FaultRule[] {
    return this.#rules;
  }

  clear(): void {
    this.#rules = [];
  }

  /** The first rule that matches the request, counted as applied. */
  takeForRequest(method: string, path: string, accountId: string | null): FaultRule | null {
    return this.#take((rule) => {
      if (rule.on !== 'request') return false;
      if (rule.match.method !== undefined && rule.match.method !== method) return false;
      if (rule.match.accountId !== undefined && rule.match.accountId !== accountId) return false;
      return rule.match.path === undefined || matchesPath(rule.match.path, path);
    });
  }

  /** The first rule that matches the event, counted as applied. */
  takeForWebhook(source: string, event: string, accountId: string): FaultRule | null {
    return this.#take((rule) => {
      if (rule.on !== 'webhook') return false;
      const { match } = rule;
      if (match.source !== undefined && match.source !== source) return false;
      if (match.event !== undefined && match.event.toLowerCase() !== event.toLowerCase())
        return false;
      return match.accountId === undefined || match.accountId === accountId;
    });
  }

  #take(matches: (rule: FaultRule) => boolean): FaultRule | null {
    const rule = this.#rules.find((item) => item.timesLeft !== 0 && matches(item));
    if (rule === undefined) return null;
    rule.timesApplied += 1;
    if (rule.timesLeft !== null) rule.timesLeft -= 1;
    return rule;
  }
}

function matchesPath(pattern: string, path: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`).test(path);
}
