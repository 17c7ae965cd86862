import type { Hono } from 'hono';
import { qrText } from '../domain/checkpoints';
import { endSessions, makeCookies } from '../domain/cookies';
import { approve, findIntent, finish, isWaiting, renewQr } from '../domain/signing-in';
import { notFound } from '../errors';
import { optionalFlag, optionalText, readJson, requireText } from '../input';
import type { Intent } from '../intents';
import { postpressAccountId } from '../wire-postpress/ids';
import { v2AccountId } from '../wire-v2/ids';
import type { World } from '../world';

/** What the owner of an account does on the phone or in the browser, and what befalls an attempt to sign in. */
export function controlIntentRoutes(app: Hono, world: World): void {
  app.get('/control/intents', (c) => c.json(world.intents.map((one) => intentWire(world, one))));

  /** A phone scans what is on the screen: only the code that is shown now is good. */
  app.post('/control/intents/scan', async (c) => {
    const fields = await readJson(c.req.raw);
    const qrcode = requireText(fields, 'qrcode');
    const intent = world.intents.find((one) => isShowing(world, one, qrcode));
    if (intent === undefined) throw notFound('Account');
    return c.json(scan(world, intent, fields));
  });

  /** `id` is the provisional account id of any dialect. */
  app.post('/control/intents/:id/:act', async (c) => {
    const intent = intentById(world, c.req.param('id'));
    switch (c.req.param('act')) {
      case 'complete':
        return c.json(scan(world, intent, await fieldsOf(c.req.raw)));
      case 'refuse':
        finish(intent, 'refused');
        break;
      case 'expire':
        finish(intent, 'expired');
        break;
      case 'break':
        finish(intent, 'broken');
        break;
      case 'renew':
        renewQr(world, intent);
        break;
      default:
        throw notFound('Account');
    }
    return c.json(intentWire(world, intent));
  });

  app.post('/control/cookies', async (c) => {
    const fields = await readJson(c.req.raw);
    const userAgent = optionalText(fields, 'userAgent') ?? null;
    return c.json(makeCookies(world, requireText(fields, 'login'), userAgent), 201);
  });

  app.post('/control/cookies/end', async (c) => {
    const fields = await readJson(c.req.raw);
    return c.json({ ended: endSessions(world, requireText(fields, 'login')) });
  });
}

/** The latest attempt under an id of any dialect. */
export function intentById(world: World, id: string): Intent {
  const intent =
    findIntent(world, id) ??
    world.intents.findLast(({ accountId, signIn }) =>
      [
        v2AccountId({ id: accountId }),
        postpressAccountId({ id: accountId, type: signIn.type }),
      ].includes(id),
    );
  if (intent === undefined) throw notFound('Account');
  return intent;
}

function isShowing(world: World, intent: Intent, qrcode: string): boolean {
  const [checkpoint] = intent.checkpoints;
  const isQr = checkpoint?.type === 'QRCODE' && isWaiting(world, intent);
  return isQr && qrText(world, intent) === qrcode;
}

function scan(world: World, intent: Intent, fields: Record<string, unknown>) {
  approve(world, intent, {
    login: optionalText(fields, 'login'),
    needsSecondFactor: optionalFlag(fields, 'secondFactor') ?? false,
  });
  return intentWire(world, intent);
}

/** A body that may be left out. */
async function fieldsOf(request: Request): Promise<Record<string, unknown>> {
  return request.headers.get('content-type')?.includes('json') === true ? readJson(request) : {};
}

/** An attempt as a test sees it: never what was typed as a secret, because nobody keeps that. */
function intentWire(world: World, intent: Intent) {
  const { accountId, signIn, reconnecting, checkpoints, country, resentCount } = intent;
  return {
    id: accountId,
    v2Id: v2AccountId({ id: accountId }),
    postpressId: postpressAccountId({ id: accountId, type: signIn.type }),
    type: signIn.type,
    login: signIn.login,
    method: signIn.connectionMethod ?? null,
    isReconnect: reconnecting !== null,
    country,
    resentCount,
    state: intent.end ?? (isWaiting(world, intent) ? 'waiting' : 'expired'),
    checkpoint: checkpoints[0]?.type ?? null,
    qrcode: checkpoints[0]?.type === 'QRCODE' ? qrText(world, intent) : null,
    startedAt: new Date(intent.startedAtMs).toISOString(),
    expiresAt: new Date(intent.expiresAtMs).toISOString(),
  };
}
