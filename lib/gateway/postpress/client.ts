import type { GatewayClient } from '@/lib/gateway/client';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import { v1Client } from '@/lib/gateway/unipile-v1/client';

const V1_BASE = '/api/v1/';
const BASE = '/v1/';

/**
 * Every verb of ours in the dialect of PostPress: that of Unipile v1 below another base. Its invitation route, its
 * envelope and its error types are documented, and are those of v1; for the rest we rely on the likeness.
 */
export function postpressClient(http: GatewayHttp): GatewayClient {
  return v1Client({
    ...http,
    call: (call) => http.call(moved(call)),
    open: (call) => http.open(moved(call)),
  });
}

function moved(call: Call): Call {
  if (!call.route.startsWith(V1_BASE)) throw new Error(`${call.route} is no route of v1.`);
  return { ...call, route: `${BASE}${call.route.slice(V1_BASE.length)}` };
}
