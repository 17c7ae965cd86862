import type { Conversation } from '../log';
import type { Endpoint } from '../state';
import type { World } from '../world';
import { v2Provider } from './account';
import { applicationId, v2AccountId } from './ids';

/** The WebhookEndpoint object of v2, its secret included. */
export function endpointWire(world: World, endpoint: Endpoint) {
  const accounts = endpoint.accountIds.flatMap((id) => world.state.accounts.get(id) ?? []);
  return {
    object: 'WebhookEndpoint' as const,
    id: endpoint.id,
    application_id: applicationId,
    enabled: endpoint.isEnabled,
    ...(endpoint.description === null ? {} : { description: endpoint.description }),
    url: endpoint.url,
    trigger_events: endpoint.triggerEvents,
    secret: endpoint.secret,
    account_ids: accounts.map(v2AccountId),
    account_targets: accounts.map((account) => ({
      object: 'WebhookEndpointAccountTarget' as const,
      id: v2AccountId(account),
      account_name: account.name,
      account_provider: v2Provider(account.type) ?? 'mock',
      status: 'active' as const,
    })),
  };
}

/** One attempt of a delivery. */
export function conversationWire(conversation: Conversation) {
  return {
    object: 'WebhookConversation' as const,
    id: conversation.id,
    endpoint_id: conversation.endpointId,
    event_id: conversation.eventId,
    event_type: conversation.eventType,
    first_attempt: conversation.isFirstAttempt,
    created_at: new Date(conversation.atMs).toISOString(),
    http_status: conversation.httpStatus,
    endpoint_url: conversation.url,
    response_body: conversation.responseBody,
  };
}
