import { getExtension } from '@/lib/extension/queries';
import { nothing } from '@/lib/extension/schema';
import { route } from '@/lib/server/route';

export const GET = route(nothing, getExtension);
