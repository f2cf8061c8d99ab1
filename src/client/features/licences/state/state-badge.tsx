/**
 * Shows a licence's state as a badge. Renders nothing for a state that this page doesn't know, because the sentence and
 * the dates describe the licence too.
 */
import { useTranslations } from 'use-intl';
import { knownWord } from '#client/i18n/server-words.ts';
import { Badge } from '#client/ui/feedback/badge.tsx';
import { type StateWord, stateTones } from './licence-state.ts';

export function StateBadge({ word }: { word: StateWord }) {
  const t = useTranslations('status');
  const known = knownWord(stateTones, word);
  return known && <Badge tone={stateTones[known]}>{t(known)}</Badge>;
}
