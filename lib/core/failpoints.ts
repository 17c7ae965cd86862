import { env } from './env';

/** Named places where a test may make the process die or stall. */
export type FailpointName =
  | 'webhook.after_commit'
  | 'webhook.before_process'
  | 'send.before_claim'
  | 'send.before_post'
  | 'send.after_post'
  | 'mail.after_smtp';

/**
 * Does nothing unless FAILPOINTS (`name=exit,name=throw,name=sleep:500`) names the place, and the
 * environment refuses that variable in production.
 */
export async function failpoint(name: FailpointName): Promise<void> {
  const action = env().FAILPOINTS.get(name);
  if (!action) return;
  if (action === 'exit') process.kill(process.pid, 'SIGKILL');
  if (action === 'throw') throw new Error(`failpoint ${name}`);
  if (action.startsWith('sleep:')) {
    await new Promise((resolve) => setTimeout(resolve, Number(action.slice('sleep:'.length))));
  }
}
