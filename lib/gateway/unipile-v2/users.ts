import { read } from '@/lib/gateway/answers';
import type { GatewayClient } from '@/lib/gateway/client';
import type { GatewayHttp } from '@/lib/gateway/http';
import { notSupported } from './answers';
import { toPerson } from './map';
import { profileSchema, type WireProfile } from './wire';

/** People as the provider shows them (v2 §6). */
export function userVerbs(http: GatewayHttp): Pick<GatewayClient, 'findUser'> {
  return {
    async findUser({ providerAccountId, identifier, linkedinApi }) {
      // By what v2 chooses the ids of the paid products is not known.
      if (linkedinApi !== null && linkedinApi !== 'classic') throw notSupported();
      return toPerson(await readProfile(http, { providerAccountId, userId: identifier }));
    },
  };
}

export function readProfile(
  http: GatewayHttp,
  { providerAccountId, userId }: { providerAccountId: string; userId: string },
): Promise<WireProfile> {
  const call = {
    method: 'GET',
    route: '/v2/{accountId}/users/{userId}',
    params: { accountId: providerAccountId, userId },
    providerAccountId,
  } as const;
  return read(http, call, profileSchema);
}
