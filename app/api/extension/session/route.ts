import { db } from '@/db/client';
import { EXTENSION_HEADERS, eraseDevice, readDevice, takeReport } from '@/lib/extension/handlers';

export const dynamic = 'force-dynamic';

/** For the browser extension, which proves itself by the token of its pairing code. */
export const GET = (request: Request) => readDevice(db(), request);
export const PUT = (request: Request) => takeReport(db(), request);
export const DELETE = (request: Request) => eraseDevice(db(), request);
export const OPTIONS = () => new Response(null, { status: 204, headers: EXTENSION_HEADERS });
