import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import QRCode from 'qrcode';
import { ownerOfCookie } from '../api/connecting';
import { isSamePerson, publishStatus } from '../domain/accounts';
import { phoneOf, type SignIn } from '../domain/identity';
import { digitsOf } from '../ids';
import { rightCode } from '../intents';
import type { Account, HostedLink } from '../state';
import type { World } from '../world';
import { type Attempt, failureAddress, finishAttempt } from './finish';
import {
  cancelledPage,
  choicePage,
  codePage,
  expiredPage,
  type FormState,
  qrPage,
  signInPage,
  successPage,
} from './pages';
import { defaultMethod, type Method, providerNames, typeOfProvider } from './providers';

/** The hosted auth wizard below `/hosted`: server-rendered pages and plain forms. */
export function createWizard(world: World): Hono {
  const app = new Hono({ strict: false });

  app.use('*', async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
  });

  app.get('/:token', (c) => {
    const link = usableLink(world, c.req.param('token'));
    if (typeof link === 'string') return c.html(expiredPage(link));
    const [only] = link.providers;
    if (link.providers.length === 1 && only !== undefined) {
      return c.redirect(`/hosted/${link.token}/sign-in/${only}`);
    }
    return c.html(choicePage(link));
  });

  app.get('/:token/sign-in/:provider', (c) => {
    const state = formState(world, c);
    if (typeof state === 'string') return c.html(expiredPage(state));
    if (state.method !== 'qr') return c.html(signInPage(state));
    const attempt = startAttempt(world, state, { type: state.type, login: state.login });
    return c.redirect(`/hosted/${state.link.token}/qr/${attempt.id}`);
  });

  app.post('/:token/sign-in/:provider', async (c) => {
    const state = formState(world, c);
    if (typeof state === 'string') return c.html(expiredPage(state));
    const form = await c.req.formData();
    const signIn = readSignIn(world, state, form);
    const error = refusal(world, state, signIn, form);
    if (error !== null) {
      announceFailure(world, state, signIn);
      return c.html(signInPage({ ...state, login: signIn.login, error }));
    }
    const attempt = startAttempt(world, state, signIn);
    if (state.method === 'consent') attempt.hasPermissions = form.get('scopes') === 'mail';
    if (needsCode(state.method, signIn)) {
      return c.redirect(`/hosted/${state.link.token}/code/${attempt.id}`, 303);
    }
    return c.redirect(await finishAttempt(world, attempt), 303);
  });

  codeRoutes(app, world);
  qrRoutes(app, world);

  app.post('/:token/cancel', (c) => {
    const link = usableLink(world, c.req.param('token'));
    if (typeof link === 'string') return c.html(expiredPage(link));
    const address = failureAddress(link);
    return address === undefined ? c.html(cancelledPage()) : c.redirect(address, 303);
  });

  app.get('/:token/done', (c) => {
    const link = world.state.links.get(c.req.param('token'));
    const account = world.state.accounts.get(link?.usedByAccountId ?? '');
    if (link === undefined || account === undefined) return c.html(expiredPage('unknown'));
    return c.html(successPage(link, account.name));
  });

  return app;
}

function codeRoutes(app: Hono, world: World): void {
  app.get('/:token/code/:attempt', (c) => {
    const attempt = findAttempt(world, c);
    if (attempt === null) return c.html(expiredPage('unknown'));
    return c.html(codePage(attempt.link, attempt.id));
  });

  app.post('/:token/code/:attempt', async (c) => {
    const attempt = findAttempt(world, c);
    if (attempt === null) return c.html(expiredPage('unknown'));
    const code = (await c.req.formData()).get('code');
    if (code !== rightCode) {
      const text = 'That code is not right. Look at your authenticator and try again.';
      return c.html(
        codePage(attempt.link, attempt.id, { text, type: 'errors/invalid_checkpoint_solution' }),
      );
    }
    return c.redirect(await finishAttempt(world, attempt), 303);
  });
}

function qrRoutes(app: Hono, world: World): void {
  app.get('/:token/qr/:attempt', async (c) => {
    const attempt = findAttempt(world, c);
    if (attempt === null) return c.html(expiredPage('unknown'));
    const name = providerNames[attempt.signIn.type] ?? attempt.signIn.type;
    const text = `2@${attempt.id},${attempt.link.token},${attempt.signIn.type}`;
    const svg = await QRCode.toString(text, { type: 'svg', margin: 0 });
    const nonce = randomBytes(12).toString('base64');
    c.header('Content-Security-Policy', `script-src 'nonce-${nonce}'`);
    const { reconnecting } = attempt;
    return c.html(
      qrPage(attempt.link, attempt.id, {
        name,
        heading: reconnecting === null ? `Connect ${name}` : `Reconnect ${reconnecting.name}`,
        phone: attempt.signIn.login,
        svg,
        nonce,
      }),
    );
  });

  app.get('/:token/qr/:attempt/state', (c) => {
    const attempt = world.attempts.get(c.req.param('attempt'));
    return c.json({ next: attempt?.next ?? null });
  });

  app.post('/:token/qr/:attempt', async (c) => {
    const attempt = findAttempt(world, c);
    if (attempt === null) return c.html(expiredPage('unknown'));
    const phone = (await c.req.formData()).get('phone');
    if (typeof phone === 'string' && phone !== '') attempt.signIn.login = phoneOf(phone);
    return c.redirect(await finishAttempt(world, attempt), 303);
  });
}

function usableLink(world: World, token: string): HostedLink | 'expired' | 'used' | 'unknown' {
  const link = world.state.links.get(token);
  if (link === undefined) return 'unknown';
  if (link.isSingleUse && link.usedByAccountId !== undefined) return 'used';
  return link.expiresAtMs < world.clock.now() ? 'expired' : link;
}

/** What the page of a provider needs, or why the link cannot be used. */
function formState(world: World, c: Context): FormState | 'expired' | 'used' | 'unknown' {
  const link = usableLink(world, c.req.param('token') ?? '');
  if (typeof link === 'string') return link;
  const provider = c.req.param('provider') ?? '';
  const type = typeOfProvider(provider);
  if (type === null || !link.providers.includes(provider)) return 'unknown';
  const reconnecting = world.state.accounts.get(link.reconnectAccountId ?? '') ?? null;
  if (link.type === 'reconnect' && reconnecting === null) return 'unknown';
  const usual = defaultMethod(type, link.disabledOptions);
  const wanted = c.req.query('method');
  const isLinkedin = type === 'LINKEDIN' && (wanted === 'cookie' || wanted === 'credentials');
  const method: Method = isLinkedin ? wanted : usual;
  const invented = usual === 'qr' ? `+3165550${digitsOf(4, 'scan', link.token)}` : '';
  return { link, provider, type, method, reconnecting, login: reconnecting?.login ?? invented };
}

function startAttempt(world: World, state: FormState, signIn: SignIn): Attempt {
  const attempt: Attempt = {
    id: world.newId('attempt'),
    link: state.link,
    reconnecting: state.reconnecting,
    signIn,
    hasPermissions: true,
  };
  world.attempts.set(attempt.id, attempt);
  return attempt;
}

function findAttempt(world: World, c: Context): Attempt | null {
  const attempt = world.attempts.get(c.req.param('attempt') ?? '');
  if (attempt === undefined || attempt.link.token !== c.req.param('token')) return null;
  return typeof usableLink(world, attempt.link.token) === 'string' ? null : attempt;
}

function readSignIn(world: World, state: FormState, form: FormData): SignIn {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const { type, method, reconnecting } = state;
  if (method === 'cookie') {
    const cookie = text('cookie');
    const login = cookie === '' ? '' : ownerOfCookie(world, cookie, reconnecting);
    return { type, login, connectionMethod: 'cookies' };
  }
  const signIn: SignIn = { type, login: text('login') };
  if (type === 'LINKEDIN') signIn.connectionMethod = 'credentials';
  if (type === 'MAIL') {
    signIn.imap = {
      host: text('imap_host'),
      port: Number(text('imap_port')) || 993,
      encryption: text('imap_encryption') || 'tls',
    };
    signIn.smtp = { host: text('smtp_host'), port: Number(text('smtp_port')) || 465 };
  }
  return signIn;
}

function refusal(
  world: World,
  state: FormState,
  signIn: SignIn,
  form: FormData,
): FormState['error'] | null {
  if (form.get('password') === 'wrong' || form.get('cookie') === 'wrong') {
    return {
      text: 'Login or password refused. Check both and try again.',
      type: 'errors/invalid_credentials',
    };
  }
  if (signIn.login === '') {
    return { text: 'Fill in who signs in.', type: 'errors/missing_parameters' };
  }
  const account = state.reconnecting;
  if (account === null || world.behaviour.wrongAccount !== 'refuse') return null;
  if (isSamePerson(account, signIn)) return null;
  return {
    text: `This is not ${account.owner}. Sign in with the same account.`,
    type: 'errors/wrong_account',
  };
}

/** A refused first sign-in is announced with an account id that never becomes an account. */
function announceFailure(world: World, state: FormState, signIn: SignIn): void {
  if (state.reconnecting !== null) return;
  const provisional: Pick<Account, 'id' | 'type'> = {
    id: world.newId('account'),
    type: signIn.type,
  };
  publishStatus(world, provisional, 'CREATION_FAIL');
}

/** LinkedIn asks for a second factor when signing in by password, the others when tagged `+2fa`. */
function needsCode(method: Method, signIn: SignIn): boolean {
  if (method !== 'credentials' || signIn.type === 'MAIL') return false;
  if (signIn.login.includes('+no2fa')) return false;
  return signIn.type === 'LINKEDIN' || signIn.login.includes('+2fa');
}
