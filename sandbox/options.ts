/** Behaviour that tests and the control page switch while the sandbox runs. */
export interface Behaviour {
  /** Divides human delays and the pauses between webhook attempts. */
  speed: number;
  /** When `notify_url` is called, relative to the browser's redirect after a sign-in. */
  notifyOrder: 'before' | 'after' | 'never' | 'twice';
  /** How long `after` waits. */
  notifyDelayMs: number;
  /** Contacts read and answer what is sent to them. */
  isAutoReply: boolean;
  autoReplyDelayMs: number;
  /**
   * Somebody else signs in during a reconnect: the identity changes, or it is refused, everywhere or only without
   * the wizard.
   */
  wrongAccount: 'accept' | 'refuse' | 'refuse_native';
  /** How long an attempt to sign in lives; not divided by the speed, because people take part. */
  intentLifeMs: number;
  /** How long a QR code can be scanned. */
  qrLifeMs: number;
  /** How long v2 holds an answer while it waits for a scan or an approval. */
  authWaitMs: number;
  /** LinkedIn lets nobody in, whatever they have. */
  isLinkedinOut: boolean;
  /** The webhook about our own message, relative to the answer of the send. */
  echoOrder: 'after' | 'before' | 'never';
  /** How long a webhook receiver may take; the real limit is 30 s. */
  webhookTimeoutMs: number;
  /** From CONNECTING to OK. */
  connectDelayMs: number;
  /** From OK to the end of the first history synchronisation. */
  syncDelayMs: number;
  /** Sections of LinkedIn profiles that v2 leaves out as throttled. */
  throttledSections: string[];
}

export function defaultBehaviour(seed: SeedName, speed: number): Behaviour {
  return {
    speed,
    notifyOrder: 'before',
    notifyDelayMs: 2_000,
    isAutoReply: seed === 'demo',
    autoReplyDelayMs: 6_000,
    wrongAccount: 'refuse_native',
    intentLifeMs: 5 * 60_000,
    qrLifeMs: 20_000,
    authWaitMs: 20_000,
    isLinkedinOut: false,
    echoOrder: 'after',
    webhookTimeoutMs: 30_000,
    connectDelayMs: 1_500,
    syncDelayMs: 3_000,
    throttledSections: [],
  };
}

export type SeedName = 'demo' | 'empty';

/** What {@link startSandbox} takes; everything has a default. */
export interface SandboxOptions {
  /** 0 = any free port. */
  port?: number;
  host?: string;
  /** Base of the hosted-auth links as a browser reaches them; default http://localhost:port. */
  publicUrl?: string;
  apiKey?: string;
  /** The key of v2, which v1 refuses; default: that of v1 with `-v2` behind it. */
  apiKeyV2?: string;
  /** The key of PostPress; default: that of v1 with `-postpress` behind it. */
  apiKeyPostpress?: string;
  parts?: ('api' | 'mailbox')[];
  /** 0 = any free port. */
  smtpPort?: number;
  seed?: SeedName;
  speed?: number;
  stateFile?: string;
}
