import { serveImage } from '@/lib/image-proxy/handlers';
import { imageInput } from '@/lib/image-proxy/schema';
import { route } from '@/lib/server/route';

export const GET = route(imageInput, (ctx, input, request) => serveImage(ctx, input, request));
