import { env } from './env';

/** Named places where a test may make the process die or stall. */
export type FailpointName =
  | 'webhook.after_commit'
  | 'webhook.before_process'
  | 'send.before_claim'
  | 'send.before_post'
  | 'send.after_post'
  | 'mail.after_smtp'
  | 'invitation.before_post'
  | 'invitation.after_post'
  | 'keys.after_row';

/**
 * Does nothing unless FAILPOINTS (`name=exit,name=stop,name=throw,name=sleep:500`) names the place, and the
 * environment refuses that variable in production. `name=exit@word` dies of one subject only.
 */
export async function failpoint(name: FailpointName, subject?: Buffer): Promise<void> {
  const action = env().FAILPOINTS.get(name);
  if (!action) return;
  const word = action.startsWith('exit@') ? action.slice('exit@'.length) : null;
  if (action === 'exit' || (word && subject?.includes(word))) process.kill(process.pid, 'SIGKILL');
  // Until somebody sends SIGCONT, as a machine that was suspended.
  if (action === 'stop') process.kill(process.pid, 'SIGSTOP');
  if (action === 'throw') throw new Error(`failpoint ${name}`);
  if (action.startsWith('sleep:')) {
    await new Promise((resolve) => setTimeout(resolve, Number(action.slice('sleep:'.length))));
  }
}
