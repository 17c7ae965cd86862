import type { GatewayClient } from './client';
import { createGatewayHttp, type GatewayHttpOptions } from './http';
import { postpressClient } from './postpress/client';
import { v1Client } from './unipile-v1/client';
import { v2Client } from './unipile-v2/client';

/** Dialects of the API; each is a folder of verbs over the same `GatewayHttp`. */
export const GATEWAY_DIALECTS = ['unipile-v1', 'unipile-v2', 'postpress'] as const;
export type GatewayDialect = (typeof GATEWAY_DIALECTS)[number];

export interface GatewayClientOptions extends GatewayHttpOptions {
  dialect: GatewayDialect;
}

/**
 * A client for one gateway. It keeps no state of its own, so it may be made for each request.
 * Throws `invalid_input` when the address or the key cannot be one.
 */
export function createGatewayClient(options: GatewayClientOptions): GatewayClient {
  const http = createGatewayHttp(options);
  switch (options.dialect) {
    case 'unipile-v1':
      return v1Client(http);
    case 'unipile-v2':
      return v2Client(http);
    case 'postpress':
      return postpressClient(http);
  }
}
