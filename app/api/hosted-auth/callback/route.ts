import { Readable } from 'node:stream';
import { db } from '@/db/client';
import { receiveHostedAuthCallback } from '@/lib/hosted-callback/mutations';

export async function POST(request: Request): Promise<Response> {
  const result = await receiveHostedAuthCallback(
    {
      url: new URL(request.url),
      contentType: request.headers.get('content-type'),
      body: request.body ?? Readable.from([]),
    },
    db(),
  );
  return Response.json(result.body, { status: result.status });
}
