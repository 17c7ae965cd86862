import type { Role } from '@/lib/auth/scope';
import { addAccount, type World } from './inbox';

const BROKEN = [
  { name: 'Omar Haddad', apiStatus: 'CREDENTIALS', row: { status: 'reconnect_needed' } },
  {
    name: 'Sales · Outlook',
    provider: 'OUTLOOK',
    apiStatus: 'ERROR',
    row: { status: 'interrupted' },
  },
  {
    name: 'Priya Raman',
    provider: 'INSTAGRAM',
    apiStatus: 'ERROR',
    row: { status: 'restricted' },
  },
  { name: 'Lukas Weber', provider: 'WHATSAPP', apiStatus: 'STOPPED', row: { status: 'paused' } },
  { name: 'Chloé Martin', provider: 'TELEGRAM', row: { sendsPausedAt: new Date() } },
  { name: 'New one', apiStatus: 'CONNECTING', row: { status: 'connecting' } },
  { name: 'Just connected', provider: 'TWITTER', row: { syncFinishedAt: null } },
  { name: 'Silent', provider: 'MAIL', row: { lastOkAt: null } },
  { name: 'مريم السيد', provider: 'OUTLOOK' },
  { name: 'Wrong person', provider: 'MESSENGER', row: { wrongIdentity: 'somebody-else' } },
] as const;

/** One account that works and one in each other state; `broken` has to be reconnected. */
export async function addAccounts(world: World, role: Role) {
  const owner = await world.team.addMember(role, 'Jane Ruiz');
  await addAccount(world, owner);
  const [broken, ...others] = BROKEN;
  for (const fields of others) await addAccount(world, owner, fields);
  return { owner, broken: await addAccount(world, owner, broken) };
}
