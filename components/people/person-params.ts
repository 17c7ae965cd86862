import { parseAsStringLiteral } from 'nuqs/server';
import { TIMELINE_KINDS } from '@/lib/people/types';

/** What of the timeline is shown, as the address holds it. */
export const personParams = { kind: parseAsStringLiteral(TIMELINE_KINDS) };
