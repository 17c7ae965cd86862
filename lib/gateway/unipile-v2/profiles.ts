import { z } from 'zod';
import { read } from '@/lib/gateway/answers';
import { id, line, listOf, objectNamed, optionalTime, text, words } from '@/lib/gateway/fields';
import type { GatewayHttp } from '@/lib/gateway/http';
import { fullNameOf, isConnectedBy } from '@/lib/gateway/person-fields';
import type {
  GatewayProfile,
  GatewayProfileClient,
  GatewayRelation,
  ProfileSection,
} from '@/lib/gateway/profile-types';
import { sectionOf } from '@/lib/gateway/unipile-v1/profile-wire';
import { readPage } from './answers';
import { named } from './map';
import { profileSchema, userSchema } from './wire';

const place = z.object({ name: text }).nullable().catch(null);

/** Sections as the models of v2 have them; what is called otherwise reads as nothing told. */
const sectionedSchema = profileSchema.extend({
  location: text,
  bio: text,
  emails: words,
  phone_numbers: words,
  specifics: z
    .object({
      network_distance: text,
      experience: listOf(
        z.object({ job_title: text, company: place, started_on: text, ended_on: text }),
      ),
      education: listOf(
        z.object({ degree: text, school: place, started_on: text, ended_on: text }),
      ),
      skills: listOf(z.object({ name: line })),
      languages: listOf(z.object({ language: line })),
      certifications: listOf(z.object({ name: line })),
      throttled_sections: words,
    })
    .nullable()
    .catch(null),
});

const relationSchema = z.object({
  object: objectNamed('UserRelation'),
  id,
  user: userSchema.nullable().catch(null),
  created_at: optionalTime,
});

/** Profiles with their sections, and connections (v2 §5, §6). */
export function profileVerbs(http: GatewayHttp): GatewayProfileClient {
  return {
    async getProfile({ providerAccountId, identifier, sections }) {
      const asked = sections.flatMap(nameOf);
      const call = {
        method: 'GET',
        route: '/v2/{accountId}/users/{userId}',
        params: { accountId: providerAccountId, userId: identifier },
        query: { with_sections: asked.length > 0 ? asked.join(',') : null },
        providerAccountId,
      } as const;
      return toProfile(await read(http, call, sectionedSchema));
    },

    listRelations({ providerAccountId }, page = {}) {
      const call = {
        method: 'GET',
        route: '/v2/{accountId}/users/me/relations',
        params: { accountId: providerAccountId },
        providerAccountId,
      } as const;
      return readPage(http, call, page, relationSchema, toRelation);
    },
  };
}

/** v2 gives what a person says of themselves without being asked. */
function nameOf(section: ProfileSection): string[] {
  return section === 'about' ? [] : [`linkedin_${section}`];
}

function toProfile(wire: z.infer<typeof sectionedSchema>): GatewayProfile {
  const { specifics } = wire;
  const throttled = specifics?.throttled_sections ?? [];
  return {
    providerUserId: wire.id,
    publicIdentifier: wire.public_identifier,
    name: named(wire.display_name) ?? fullNameOf(wire),
    headline: named(wire.description),
    location: wire.location,
    about: wire.bio,
    emails: wire.emails,
    phones: wire.phone_numbers,
    isConnection: isConnectedBy(specifics?.network_distance),
    connectedAt: null,
    experience: (specifics?.experience ?? []).map((one) => ({
      title: one.job_title,
      place: one.company?.name ?? null,
      from: one.started_on,
      to: one.ended_on,
    })),
    education: (specifics?.education ?? []).map((one) => ({
      title: one.degree,
      place: one.school?.name ?? null,
      from: one.started_on,
      to: one.ended_on,
    })),
    skills: (specifics?.skills ?? []).map(({ name }) => name),
    languages: (specifics?.languages ?? []).map(({ language }) => language),
    certifications: (specifics?.certifications ?? []).map(({ name }) => name),
    throttledSections: [...new Set(throttled.flatMap((one) => sectionOf(one) ?? []))],
  };
}

function toRelation(wire: z.infer<typeof relationSchema>): GatewayRelation {
  return {
    providerUserId: wire.user?.id ?? wire.id,
    publicIdentifier: wire.user?.public_identifier ?? null,
    name: named(wire.user?.display_name),
    headline: named(wire.user?.description),
    connectedAt: wire.created_at,
  };
}
