import type { Page, PageRequest } from './client';

/** Sections of a profile at LinkedIn that we read. Each costs the provider a request of its own. */
export const PROFILE_SECTIONS = [
  'about',
  'experience',
  'education',
  'skills',
  'languages',
  'certifications',
] as const;
export type ProfileSection = (typeof PROFILE_SECTIONS)[number];

/** A time in the life of a person; dates are the provider's own words, e.g. `3/1/2021`. */
export interface ProfileSpan {
  /** Position or degree. */
  title: string | null;
  /** Company or school. */
  place: string | null;
  from: string | null;
  /** Null while it lasts, or where nobody says. */
  to: string | null;
}

/** A person as LinkedIn shows them to an account; each field as far as it was asked for and told. */
export interface GatewayProfile {
  providerUserId: string;
  publicIdentifier: string | null;
  name: string | null;
  headline: string | null;
  location: string | null;
  about: string | null;
  emails: readonly string[];
  phones: readonly string[];
  /** Null where the provider knows no connections. */
  isConnection: boolean | null;
  connectedAt: Date | null;
  experience: readonly ProfileSpan[];
  education: readonly ProfileSpan[];
  skills: readonly string[];
  languages: readonly string[];
  certifications: readonly string[];
  /** Asked for and held back by LinkedIn for now: empty here, whatever the person has. */
  throttledSections: readonly ProfileSection[];
}

export interface GatewayRelation {
  providerUserId: string;
  publicIdentifier: string | null;
  name: string | null;
  headline: string | null;
  connectedAt: Date | null;
}

/** People at LinkedIn, beyond what a conversation tells of them. Reads; they throw `GatewayError`. */
export interface GatewayProfileClient {
  /** Asks the provider, which counts it (about 100 a day on a free account); nobody is told of a visit. */
  getProfile(which: {
    providerAccountId: string;
    /** Provider id or public name. */
    identifier: string;
    sections: readonly ProfileSection[];
  }): Promise<GatewayProfile>;
  /** Connections of the account, newest first; up to 1,000 a page, 100 untold. */
  listRelations(
    filter: { providerAccountId: string },
    page?: PageRequest,
  ): Promise<Page<GatewayRelation>>;
}
