import { CopyButton } from '@/components/ui/copy-button';

/** By what somebody else finds a failure again: the provider's number of the request, or ours. Closed at first. */
export function ErrorDetails({ reference }: { reference: string }) {
  return (
    <details className="inline-block max-w-full text-meta text-fg-2">
      <summary className="w-fit rounded-control py-1 text-fg-3">Details</summary>
      <span className="flex items-center gap-1">
        <code className="font-mono break-all">{reference}</code>
        <CopyButton text={reference} label="Copy reference" isIconOnly />
      </span>
    </details>
  );
}
