import { route } from '@/lib/server/route';
import { listWaiting } from '@/lib/uploads/queries';
import { listWaitingInput, uploadInput } from '@/lib/uploads/schema';
import { uploadFile } from '@/lib/uploads/upload-handlers';

export const GET = route(listWaitingInput, listWaiting);
export const POST = route(uploadInput, uploadFile);
