import { AudioLines, File, Image, Video } from 'lucide-react';
import { sizeText, typeText } from '@/lib/inbox/message-rules';
import { fileKind } from '@/lib/inbox/rules';
import type { SendFile } from '@/lib/inbox/types';

const icons = { image: <Image />, video: <Video />, audio: <AudioLines />, file: <File /> };

/** Files of a message of ours until the provider's copy shows them itself. */
export function OutgoingFiles({ files }: { files: readonly SendFile[] }) {
  return files.map(({ id, name, mimeType, sizeBytes }) => (
    <div
      key={id}
      className="flex w-72 max-w-full items-center gap-2.5 rounded-card border border-line bg-surface p-2.5"
    >
      <span className="inline-flex size-8 shrink-0 items-center justify-center rounded-control bg-subtle text-fg-2">
        {icons[fileKind(mimeType)]}
      </span>
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-ui font-medium text-fg" title={name}>
          {name}
        </bdi>
        <span className="block text-meta text-fg-3">
          {[typeText(mimeType), sizeText(sizeBytes)].filter(Boolean).join(' · ')}
        </span>
      </span>
    </div>
  ));
}
