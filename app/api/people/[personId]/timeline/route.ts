import { timelineInput } from '@/lib/people/schema';
import { listTimeline } from '@/lib/people/timeline-queries';
import { route } from '@/lib/server/route';

export const GET = route(timelineInput, listTimeline);
