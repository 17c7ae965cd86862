import type { SendFile } from '@/lib/inbox/types';

/** A file that lies in a draft and can be sent. */
export type WaitingFile = SendFile;
