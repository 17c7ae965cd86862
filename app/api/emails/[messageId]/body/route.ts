import { serveEmailBody } from '@/lib/email-html/body-handlers';
import { bodyInput } from '@/lib/email-html/schema';
import { route } from '@/lib/server/route';

export const GET = route(bodyInput, serveEmailBody);
