import { read } from '@/lib/gateway/answers';
import type { GatewayHttp } from '@/lib/gateway/http';
import { fullNameOf, isConnectedBy } from '@/lib/gateway/person-fields';
import type {
  GatewayProfile,
  GatewayProfileClient,
  GatewayRelation,
} from '@/lib/gateway/profile-types';
import { readPage } from './answers';
import {
  relationSchema,
  sectionedProfileSchema,
  sectionOf,
  type WireRelation,
  type WireSectionedProfile,
} from './profile-wire';

/** Profiles with their sections, and connections (contract v1 §7). */
export function profileVerbs(http: GatewayHttp): GatewayProfileClient {
  return {
    async getProfile({ providerAccountId, identifier, sections }) {
      const call = {
        method: 'GET',
        route: '/api/v1/users/{identifier}',
        params: { identifier },
        query: {
          account_id: providerAccountId,
          linkedin_sections: sections.length > 0 ? sections.join(',') : null,
        },
        providerAccountId,
      } as const;
      return toProfile(await read(http, call, sectionedProfileSchema));
    },

    listRelations({ providerAccountId }, page = {}) {
      const { cursor, limit } = page;
      const call = {
        method: 'GET',
        route: '/api/v1/users/relations',
        // As with invitations, the account is named on every page.
        query: { account_id: providerAccountId, cursor, limit },
        providerAccountId,
      } as const;
      return readPage(http, call, relationSchema, toRelation);
    },
  };
}

function toProfile(wire: WireSectionedProfile): GatewayProfile {
  return {
    providerUserId: wire.provider_id,
    publicIdentifier: wire.public_identifier,
    name: fullNameOf(wire),
    headline: wire.headline,
    location: wire.location,
    about: wire.summary,
    emails: wire.contact_info?.emails ?? [],
    phones: wire.contact_info?.phones ?? [],
    isConnection: wire.is_relationship ?? isConnectedBy(wire.network_distance),
    connectedAt: wire.connected_at,
    experience: wire.work_experience.map(({ position, company, start, end }) => ({
      title: position,
      place: company,
      from: start,
      to: end,
    })),
    education: wire.education.map(({ school, degree, start, end }) => ({
      title: degree,
      place: school,
      from: start,
      to: end,
    })),
    skills: wire.skills.map(({ name }) => name),
    languages: wire.languages.map(({ name, proficiency }) =>
      proficiency ? `${name} (${proficiency})` : name,
    ),
    certifications: wire.certifications.map(({ name, organization }) =>
      organization ? `${name}, ${organization}` : name,
    ),
    throttledSections: [...new Set(wire.throttled_sections.flatMap((one) => sectionOf(one) ?? []))],
  };
}

function toRelation(wire: WireRelation): GatewayRelation {
  return {
    providerUserId: wire.member_id,
    publicIdentifier: wire.public_identifier,
    name: fullNameOf(wire),
    headline: wire.headline,
    connectedAt: wire.created_at,
  };
}
