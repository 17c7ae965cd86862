import { z } from 'zod';
import { MAX_QUERY_CHARACTERS } from './rules';

const MAX_CURSOR_CHARACTERS = 200;
const MAX_ZONE_CHARACTERS = 64;

export const searchInput = z.object({
  q: z.string().max(MAX_QUERY_CHARACTERS, { error: 'This search is too long.' }),
  /** IANA zone in which `before:` and `after:` are days. */
  zone: z.string().max(MAX_ZONE_CHARACTERS).optional(),
  cursor: z.string().max(MAX_CURSOR_CHARACTERS).optional(),
});
export type SearchInput = z.infer<typeof searchInput>;
