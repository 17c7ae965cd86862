import { downloadAttachment } from '@/lib/attachments/download-handlers';
import { downloadInput } from '@/lib/attachments/schema';
import { route } from '@/lib/server/route';

export const GET = route(downloadInput, downloadAttachment);
