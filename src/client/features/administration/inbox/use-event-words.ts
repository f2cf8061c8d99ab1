/** Puts what became of events into words. */
import { useTranslations } from 'use-intl';
import type { BadgeTone } from '#client/ui/feedback/badge.tsx';
import type { EventDetails, ListedEvent } from '#shared/administration/inbox/inbox.ts';

const tones: Readonly<Record<ListedEvent['state'], BadgeTone>> = {
  pending: 'none',
  applied: 'ok',
  waiting: 'warn',
  failed: 'danger',
  ignored: 'quiet',
  stored: 'quiet',
};

export function useEventWords() {
  const t = useTranslations('inbox');
  return {
    toneOf: ({ state }: Pick<ListedEvent, 'state'>): BadgeTone => tones[state],
    state: ({ state }: Pick<ListedEvent, 'state'>): string => t(`states.${state}`),
    problem: ({ problem }: Pick<ListedEvent, 'problem'>): string | null =>
      problem === null
        ? null
        : problem.kind === 'unknown_plan'
          ? t('problems.unknown_plan', { id: problem.paddlePlanId })
          : t(`problems.${problem.kind}`),
    /** Why it failed, and what to do. */
    advice({ problem, wrongFields }: Pick<EventDetails, 'problem' | 'wrongFields'>): string | null {
      if (problem === null) return null;
      if (problem.kind === 'unknown_plan') return t('whatToDo.unknown_plan', { id: problem.paddlePlanId });
      if (problem.kind === 'malformed') return t('whatToDo.malformed', { fields: wrongFields ?? '' });
      return t(`whatToDo.${problem.kind}`);
    },
  };
}
