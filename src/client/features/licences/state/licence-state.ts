/** Describes a licence's state in a word and in a sentence. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { BadgeTone } from '#client/ui/feedback/badge.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';
import { useRenewalSentence } from './use-renewal-sentence.ts';

export type StateWord = LicenceView['status'] | 'pausing' | 'ended' | 'none';

/**
 * Returns the word for the badge. Ended licences are "ended" for whatever reason, unless they were refunded or revoked.
 */
export function stateWordOf({
  status,
  standing,
  pausesOn,
}: Pick<LicenceView, 'status' | 'standing' | 'pausesOn'>): StateWord {
  if (standing === 'ended') return status === 'refunded' || status === 'revoked' ? status : 'ended';
  if (standing === 'grace') return 'past_due';
  return pausesOn === null ? status : 'pausing';
}

export const stateTones = {
  none: 'none',
  ended: 'none',
  trialing: 'ok',
  active: 'ok',
  granted: 'ok',
  one_off: 'ok',
  past_due: 'warn',
  pausing: 'quiet',
  paused: 'warn',
  cancelled: 'quiet',
  refunded: 'none',
  revoked: 'danger',
} as const satisfies Record<StateWord, BadgeTone>;

/** Describes the state in a sentence such as "Renews for US$9.00 on 12 December 2026." */
export function useStateSentence() {
  const t = useTranslations('licence');
  const { day } = useFormats();
  const renewalSentence = useRenewalSentence();
  return (licence: LicenceView): string => {
    const through = { day: day(licence.worksThrough) };
    if (licence.standing === 'ended') {
      return everWorked(licence) ? t('sentenceEnded', through) : t('sentenceNever');
    }
    if (licence.standing === 'grace' || licence.status === 'past_due') return t('sentenceGrace', through);
    if (licence.pausesOn !== null) return t('sentencePausing', through);
    if (licence.status === 'paused') return t('sentencePaused', through);
    if (licence.status === 'refunded') return t('sentenceRefunded', through);
    if (licence.renewsOn === null) return t('sentenceEnding', through);
    if (licence.status === 'trialing') return t('sentenceTrial', { day: day(licence.renewsOn) });
    return renewalSentence(licence) ?? t('sentenceEnding', through);
  };
}

/** Returns true if the licence stops because of a pause. It may then resume. */
export const isPause = ({ status, pausesOn }: Pick<LicenceView, 'status' | 'pausesOn'>): boolean =>
  status === 'paused' || pausesOn !== null;

/**
 * Returns false if the licence never worked for a single day, because its only payment was refunded or it was revoked
 * on its first day.
 */
export const everWorked = ({ worksThrough, startedOn }: LicenceView): boolean => worksThrough >= startedOn;

/** Separates working licences from ended ones. The ended ones are sorted by end date, latest first. */
export function sortLicences(licences: readonly LicenceView[]) {
  return {
    current: licences.filter(({ standing }) => standing !== 'ended'),
    ended: licences
      .filter(({ standing }) => standing === 'ended')
      .sort((a, b) => b.worksThrough.localeCompare(a.worksThrough)),
  };
}
