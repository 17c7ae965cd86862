import { SubmitButton } from '@/components/ui/button';

interface ProviderButtonsProps {
  providers: readonly { id: string; name: string }[];
  callbackUrl: string;
}

/** One form for each service, because signing in there leaves the page. Nothing without services. */
export function ProviderButtons({ providers, callbackUrl }: ProviderButtonsProps) {
  if (providers.length === 0) return null;
  return (
    <>
      <div className="flex flex-col gap-2">
        {providers.map(({ id, name }) => (
          <form key={id} method="post" action={`/api/auth/signin/${id}`}>
            <input type="hidden" name="callbackUrl" value={callbackUrl} />
            <SubmitButton variant="secondary" size={36} className="h-10 w-full">
              Continue with {name}
            </SubmitButton>
          </form>
        ))}
      </div>
      <div className="flex items-center gap-3 text-meta text-fg-3">
        <span className="h-px flex-1 bg-line" />
        or
        <span className="h-px flex-1 bg-line" />
      </div>
    </>
  );
}
