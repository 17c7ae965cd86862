import { z } from 'zod';
import {
  id,
  line,
  listOf,
  objectNamed,
  optionalFlag,
  optionalId,
  optionalTime,
  text,
  words,
} from '@/lib/gateway/fields';
import type { ProfileSection } from '@/lib/gateway/profile-types';

// As wire.ts, for profiles with their sections and for relations (contract v1 §7).

export const sectionedProfileSchema = z.object({
  object: objectNamed('UserProfile'),
  provider_id: id,
  public_identifier: optionalId,
  first_name: text,
  last_name: text,
  headline: text,
  location: text,
  summary: text,
  contact_info: z.object({ emails: words, phones: words }).nullable().catch(null),
  network_distance: text,
  is_relationship: optionalFlag,
  connected_at: optionalTime,
  work_experience: listOf(z.object({ position: text, company: text, start: text, end: text })),
  education: listOf(z.object({ school: text, degree: text, start: text, end: text })),
  skills: listOf(z.object({ name: line })),
  languages: listOf(z.object({ name: line, proficiency: text })),
  certifications: listOf(z.object({ name: line, organization: text })),
  throttled_sections: words,
});
export type WireSectionedProfile = z.infer<typeof sectionedProfileSchema>;

export const relationSchema = z.object({
  object: objectNamed('UserRelation'),
  member_id: id,
  first_name: text,
  last_name: text,
  headline: text,
  public_identifier: optionalId,
  created_at: optionalTime,
});
export type WireRelation = z.infer<typeof relationSchema>;

/** What of a section's name the API may say it by: `experience`, `work_experience`, `linkedin_experience`. */
export function sectionOf(name: string): ProfileSection | null {
  switch (name.replace(/^linkedin_|_preview$/g, '')) {
    case 'about':
    case 'summary':
      return 'about';
    case 'experience':
    case 'work_experience':
      return 'experience';
    case 'education':
      return 'education';
    case 'skills':
      return 'skills';
    case 'languages':
      return 'languages';
    case 'certifications':
      return 'certifications';
    default:
      return null;
  }
}
