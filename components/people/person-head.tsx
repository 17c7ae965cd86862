import { ExternalLink } from 'lucide-react';
import { Avatar } from '@/components/ui/avatar';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { CHANNEL_NAMES } from '@/lib/core/providers';
import type { PersonDetail } from '@/lib/people/types';

type PersonHeadProps = {
  person: PersonDetail;
  /** Where no title beside it says the name. */
  hasName?: boolean;
};

/** Picture, headline and the ways to their profiles. */
export function PersonHead({ person, hasName = false }: PersonHeadProps) {
  return (
    <div className="flex items-center gap-3">
      <Avatar name={person.name} size={48} />
      <div className="min-w-0">
        {hasName && (
          <h2 className="truncate text-h3" title={person.name}>
            <bdi>{person.name}</bdi>
          </h2>
        )}
        {person.headline && (
          <p className="text-body text-fg-2" title={person.headline}>
            <bdi className="line-clamp-2">{person.headline}</bdi>
          </p>
        )}
        {person.links.length > 0 && (
          <ul className="flex flex-wrap gap-x-3 gap-y-1" aria-label="Profiles">
            {person.links.map(({ kind, url }) => (
              <li key={url}>
                <a
                  href={url}
                  target="_blank"
                  rel="noopener noreferrer"
                  title={url}
                  className="inline-flex min-h-6 items-center gap-1.5 rounded-[4px] text-ui text-accent-text underline-offset-2 hover:underline pointer-coarse:min-h-11"
                >
                  <ChannelGlyph channel={kind} isDecorative />
                  Open in {CHANNEL_NAMES[kind]}
                  <ExternalLink className="size-3" aria-hidden="true" />
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
