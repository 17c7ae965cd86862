import { z } from 'zod';
import {
  flag,
  id,
  objectNamed,
  optionalId,
  optionalTime,
  text,
  webAddress,
} from '@/lib/gateway/fields';

// What v2 says, in its own words and with the same good will as v1 (unipile-v1/wire.ts).

export const accountSchema = z.object({
  object: objectNamed('Account'),
  id,
  user_id: optionalId,
  name: text,
  created_at: optionalTime,
  status: z.string().transform((word) => word.slice(0, 50)),
  is_locked: flag,
  provider: text,
  metadata: z
    .object({ products_connection_status: z.record(z.string(), z.unknown()).catch({}) })
    .nullable()
    .catch(null),
});
export type WireAccount = z.infer<typeof accountSchema>;

export const deletedSchema = z.object({ success: z.literal(true) });

export const hostedAuthSchema = z.object({
  object: objectNamed('HostedAuthLink'),
  link: z.url({ protocol: /^https?$/ }),
});

const user = {
  id,
  public_identifier: optionalId,
  display_name: text,
  profile_url: webAddress,
  public_picture_url: webAddress,
  description: text,
};

export const userSchema = z.object({ object: objectNamed('User'), ...user });
export type WireUser = z.infer<typeof userSchema>;

export const relationRequestSchema = z.object({
  object: objectNamed('RelationRequest'),
  id,
  type: z.enum(['sent', 'received']),
  created_at: optionalTime,
  message: text,
  user: userSchema.nullable().catch(null),
});
export type WireRelationRequest = z.infer<typeof relationRequestSchema>;

/** Here the name is demanded: anything but the new request leaves the outcome unknown. */
export const relationRequestSentSchema = relationRequestSchema.extend({
  object: objectNamed('RelationRequest').unwrap(),
});

export const profileSchema = z.object({
  object: objectNamed('UserProfile'),
  ...user,
  first_name: text,
  last_name: text,
  specifics: z
    .object({
      network_distance: text,
      relation_request_status: text,
      relation_request: z.object({ type: text }).nullable().catch(null),
    })
    .nullable()
    .catch(null),
});
export type WireProfile = z.infer<typeof profileSchema>;
