import { createGatewayClient, type GatewayDialect } from '../create-client';
import { GatewayError } from '../errors';
import { createGatewayHttp, type GatewayHttpOptions } from '../http';

export interface LogEntry {
  level: 'info' | 'warn';
  fields: object;
  message: string;
}

/** Options whose log is kept and whose pauses are counted instead of waited for. */
export function testOptions(baseUrl: string, more: Partial<GatewayHttpOptions> = {}) {
  const entries: LogEntry[] = [];
  const pausesMs: number[] = [];
  const keep = (level: LogEntry['level']) => (fields: object, message: string) => {
    entries.push({ level, fields, message });
  };
  const options: GatewayHttpOptions = {
    baseUrl,
    apiKey: 'key-that-must-not-leak',
    log: { info: keep('info'), warn: keep('warn') },
    sleep: async (delayMs) => {
      pausesMs.push(delayMs);
    },
    random: () => 0.5,
    ...more,
  };
  return { options, entries, pausesMs };
}

export function testHttp(baseUrl: string, more: Partial<GatewayHttpOptions> = {}) {
  const { options, ...kept } = testOptions(baseUrl, more);
  return { http: createGatewayHttp(options), ...kept };
}

export function testClient(
  baseUrl: string,
  more: Partial<GatewayHttpOptions> = {},
  dialect: GatewayDialect = 'unipile-v1',
) {
  const { options, ...kept } = testOptions(baseUrl, more);
  return { client: createGatewayClient({ ...options, dialect }), ...kept };
}

/** The GatewayError of a call that must fail. */
export async function failure(promise: Promise<unknown>): Promise<GatewayError> {
  const error = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof GatewayError))
    throw new Error('expected a GatewayError', { cause: error });
  return error;
}

/** The code with which a call fails. */
export async function codeOf(promise: Promise<unknown>): Promise<GatewayError['code']> {
  return (await failure(promise)).code;
}
