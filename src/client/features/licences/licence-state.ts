/** A licence's state in one word, and in one sentence. */
import { useTranslations } from 'use-intl';
import type { LicenceView } from '#shared/licences.ts';
import { useFormats } from '../../i18n/locale.tsx';
import type { PillTone } from '../../ui/pill.tsx';

export type StateWord = LicenceView['status'] | 'ended' | 'none';

/** The word for the pill: an ended licence is "ended", whatever led there, unless somebody took it away. */
export function stateWordOf({ status, standing }: Pick<LicenceView, 'status' | 'standing'>): StateWord {
  if (standing === 'ended') return status === 'refunded' || status === 'revoked' ? status : 'ended';
  return standing === 'grace' ? 'past_due' : status;
}

export const stateTones = {
  none: 'none',
  ended: 'none',
  trialing: 'ok',
  active: 'ok',
  granted: 'ok',
  past_due: 'warn',
  paused: 'warn',
  cancelled: 'quiet',
  refunded: 'none',
  revoked: 'danger',
} as const satisfies Record<StateWord, PillTone>;

/** "Renews for US$9.00 on 12 December 2026." */
export function useStateSentence() {
  const t = useTranslations('licence');
  const { day, money } = useFormats();
  return (licence: LicenceView): string => {
    const through = { day: day(licence.worksThrough) };
    if (licence.standing === 'ended') return t('sentenceEnded', through);
    if (licence.standing === 'grace' || licence.status === 'past_due') return t('sentenceGrace', through);
    if (licence.status === 'paused') return t('sentencePaused', through);
    if (licence.renewsOn === null) return t('sentenceEnding', through);
    const renewal = { day: day(licence.renewsOn) };
    if (licence.status === 'trialing') return t('sentenceTrial', renewal);
    return licence.lastPaid
      ? t('sentenceRenews', { ...renewal, price: money(licence.lastPaid) })
      : t('sentenceRenewsNoPrice', renewal);
  };
}

/** The licences that work, and the ones that do not any more, the latest end first. */
export function sortLicences(licences: readonly LicenceView[]) {
  return {
    current: licences.filter(({ standing }) => standing !== 'ended'),
    ended: licences
      .filter(({ standing }) => standing === 'ended')
      .sort((a, b) => b.worksThrough.localeCompare(a.worksThrough)),
  };
}
