'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { CardSection } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ProfileSection } from '@/lib/gateway/profile-types';
import { lookUpProfileAction } from '@/lib/people/actions';
import type { PersonDetail, PersonProfile as Profile } from '@/lib/people/types';

const SECTION_WORDS: Record<ProfileSection, string> = {
  about: 'About',
  experience: 'Experience',
  education: 'Education',
  skills: 'Skills',
  languages: 'Languages',
  certifications: 'Certifications',
};

/** What LinkedIn tells of a person, asked for at the press of a button and never otherwise: LinkedIn counts it. */
export function PersonProfile({ person }: { person: PersonDetail }) {
  const client = useQueryClient();
  const act = useAct();
  const { profile, lookUp } = person;
  if (!profile && !lookUp) return null;

  async function ask(where: NonNullable<PersonDetail['lookUp']>) {
    const { identityId, accountId } = where;
    await act.run(() => lookUpProfileAction({ personId: person.id, identityId, accountId }));
    await client.invalidateQueries({ queryKey: ['people'] });
  }

  return (
    <CardSection
      title="LinkedIn profile"
      actions={
        lookUp && (
          <Button size={28} isPending={act.isPending} onClick={() => void ask(lookUp)}>
            {profile ? 'Look up again' : 'Look up'}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3 text-ui">
        {act.problem && (
          <p role="alert" className="text-bad">
            {act.problem.message}
          </p>
        )}
        {profile ? (
          <Told profile={profile} />
        ) : (
          <p className="text-fg-2">
            Not looked up yet. LinkedIn counts each look-up, here through{' '}
            <bdi>{lookUp?.accountName}</bdi>.
          </p>
        )}
      </div>
    </CardSection>
  );
}

function Told({ profile }: { profile: Profile }) {
  const { location, about, experience, education, skills, languages, certifications } = profile;
  const held = profile.throttledSections.map((section) => SECTION_WORDS[section].toLowerCase());
  return (
    <>
      <p className="text-meta text-fg-3">
        As of <RelativeTime date={profile.readAt} />, through <bdi>{profile.accountName}</bdi>
        {profile.isConnection === true && ', connected'}
        {profile.isConnection === true && profile.connectedAt && (
          <>
            {' since '}
            <RelativeTime date={profile.connectedAt} />
          </>
        )}
      </p>
      {held.length > 0 && (
        <p className="text-fg-2">
          LinkedIn holds back {held.join(', ')} for now. For most of a day after a look-up it is
          asked again by itself.
        </p>
      )}
      {location && <p dir="auto">{location}</p>}
      {about && (
        <Part title={SECTION_WORDS.about}>
          <p className="line-clamp-6 whitespace-pre-line" dir="auto" title={about}>
            {about}
          </p>
        </Part>
      )}
      <Spans title={SECTION_WORDS.experience} spans={experience} />
      <Spans title={SECTION_WORDS.education} spans={education} />
      <Words title={SECTION_WORDS.skills} words={skills} />
      <Words title={SECTION_WORDS.languages} words={languages} />
      <Words title={SECTION_WORDS.certifications} words={certifications} />
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="text-meta text-fg-3">{title}</h3>
      {children}
    </section>
  );
}

function Spans({ title, spans }: { title: string; spans: Profile['experience'] }) {
  if (spans.length === 0) return null;
  return (
    <Part title={title}>
      <ul className="flex flex-col gap-1.5">
        {spans.map((span) => (
          <li key={JSON.stringify(span)} className="break-words">
            <bdi className="font-medium">{span.title ?? span.place}</bdi>
            {span.title && span.place && (
              <>
                , <bdi>{span.place}</bdi>
              </>
            )}
            {(span.from ?? span.to) && (
              <span className="block text-meta text-fg-3">
                {span.from ?? '…'} – {span.to ?? 'now'}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Words({ title, words }: { title: string; words: readonly string[] }) {
  if (words.length === 0) return null;
  return (
    <Part title={title}>
      <p className="break-words" dir="auto">
        {words.join(' · ')}
      </p>
    </Part>
  );
}
