'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { LabelDot } from '@/components/labels/label-chips';
import { LoadError } from '@/components/shell/load-error';
import { useAct } from '@/components/shell/use-act';
import { ChoiceList } from '@/components/ui/choice-list';
import { Dialog } from '@/components/ui/dialog';
import { InlineNotice } from '@/components/ui/inline-notice';
import { createLabelAction } from '@/lib/labels/actions';
import { labelKeys, labelsOptions } from '@/lib/labels/options';
import { nextColour } from '@/lib/labels/rules';
import { labelMark } from './acts';
import type { QuestionProps } from './questions';

/** Puts a label on conversations, or takes it from all of them where each one carries it. */
export function LabelDialog({ subjects, onChoose, ...dialog }: QuestionProps) {
  const count = subjects.length;
  return (
    <Dialog
      title={count === 1 ? 'Label' : `Label ${count} conversations`}
      description={
        count === 1 ? (
          <>
            For <bdi>{subjects[0]?.name}</bdi>. Enter gives or takes the marked label.
          </>
        ) : (
          'Enter gives the marked label to all, or takes it where all have it.'
        )
      }
      size="sm"
      {...dialog}
    >
      <LabelChoice subjects={subjects} onChoose={onChoose} />
    </Dialog>
  );
}

function LabelChoice({ subjects, onChoose }: Pick<QuestionProps, 'subjects' | 'onChoose'>) {
  const query = useQuery(labelsOptions());
  const client = useQueryClient();
  const { run, isPending, problem } = useAct();
  if (query.isError && !query.data) {
    return <LoadError query={query} title="The labels could not be loaded" />;
  }
  const { labels, canCreate } = query.data ?? { labels: [], canCreate: false };

  async function create(name: string) {
    const made = await run(() => createLabelAction({ name, colour: nextColour(labels) }));
    void client.invalidateQueries({ queryKey: labelKeys.all });
    if (made) onChoose({ kind: 'label', label: made.data, isOn: true });
  }

  return (
    <>
      <ChoiceList
        label="Label"
        listLabel="Labels"
        placeholder={canCreate ? 'Find or create a label' : 'Find a label'}
        choices={labels.map((label) => ({
          id: label.id,
          label: label.name,
          leading: <LabelDot colour={label.colour} />,
          ...labelMark(subjects, label.id),
        }))}
        onChoose={(id) => {
          const label = labels.find((one) => one.id === id);
          const isOn = labelMark(subjects, id).mark !== true;
          if (label) onChoose({ kind: 'label', label, isOn });
        }}
        create={
          canCreate
            ? { label: (text) => `Create “${text}”`, onCreate: (text) => void create(text) }
            : undefined
        }
        emptyText={(text) =>
          query.isPending
            ? 'Loading labels…'
            : text.trim()
              ? `No label matches “${text.trim()}”.`
              : `There are no labels yet.${canCreate ? ' Type a name to create one.' : ''}`
        }
        isPending={isPending || query.isPending}
      />
      {problem && (
        <InlineNotice tone="bad" live="assertive" className="mt-2">
          {problem.message}
        </InlineNotice>
      )}
    </>
  );
}
