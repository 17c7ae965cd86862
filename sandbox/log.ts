/** One request to the API as the control API shows it: never a body. */
export interface RequestEntry {
  at: string;
  method: string;
  path: string;
  query: Record<string, string>;
  accountId: string | null;
  status: number | null;
  durationMs: number;
  fault: string | null;
}

/** One attempt to deliver a webhook or a hosted-auth notification. */
export interface DeliveryEntry {
  at: string;
  deliveryId: string;
  webhookId: string | null;
  url: string;
  source: string;
  event: string;
  accountId: string;
  /** Of a messaging event. */
  messageId?: string;
  attempt: number;
  /** HTTP status of the receiver, or why there is none. */
  status: number | 'timeout' | 'unreachable' | 'dropped';
  durationMs: number;
  /** True when the receiver said 200, or when nothing more will be tried. */
  isFinal: boolean;
}

/** One attempt to deliver an event of v2, as v2 itself lists them. */
export interface Conversation {
  id: string;
  endpointId: string;
  eventId: string;
  eventType: string;
  isFirstAttempt: boolean;
  atMs: number;
  httpStatus: number | null;
  url: string;
  responseBody: string | null;
}

const keptEntries = 20_000;

/** The latest requests and deliveries, for tests and for the control page. */
export class ActivityLog {
  requests: RequestEntry[] = [];
  deliveries: DeliveryEntry[] = [];
  conversations: Conversation[] = [];

  addRequest(entry: RequestEntry): void {
    this.requests.push(entry);
    if (this.requests.length > keptEntries) this.requests.splice(0, keptEntries / 2);
  }

  addDelivery(entry: DeliveryEntry): void {
    this.deliveries.push(entry);
    if (this.deliveries.length > keptEntries) this.deliveries.splice(0, keptEntries / 2);
  }

  addConversation(entry: Conversation): void {
    this.conversations.push(entry);
    if (this.conversations.length > keptEntries) this.conversations.splice(0, keptEntries / 2);
  }

  clear(): void {
    this.conversations = [];
    this.requests = [];
    this.deliveries = [];
  }
}
