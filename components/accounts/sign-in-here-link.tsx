import { LinkButton } from '@/components/ui/button';
import { accountLabel } from '@/lib/accounts/rules';
import type { AccountItem } from '@/lib/accounts/types';
import { connectPath } from '@/lib/custom-auth/form-rules';
import { hasOwnSignIn } from '@/lib/custom-auth/method-rules';

interface SignInHereLinkProps {
  account: Pick<AccountItem, 'id' | 'name' | 'provider'>;
  /** A link beside or below the button, not a second button. */
  isQuiet?: boolean;
}

/** The other way to reconnect: on a page of ours, for the providers that allow it. */
export function SignInHereLink({ account, isQuiet = false }: SignInHereLinkProps) {
  const { provider } = account;
  if (provider === 'OTHER' || !hasOwnSignIn(provider)) return null;
  return (
    <LinkButton
      variant={isQuiet ? 'link' : 'secondary'}
      size={isQuiet ? 28 : 32}
      href={connectPath({ account: account.id })}
      aria-label={`Sign in here: ${accountLabel(account)}`}
    >
      Sign in here
    </LinkButton>
  );
}
