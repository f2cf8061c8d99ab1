/** What is said of a failure, in one sentence; of too many tries, with how long to wait. */
import { useTranslations } from 'use-intl';
import type { Failure } from '#client/api/failure.ts';
import { type CommonErrorCode, isCommonError } from '#shared/errors.ts';

/** Up to here in minutes, from then on in hours. */
const maxMinutes = 120;

const isSaidEverywhere = (code: Failure['code']): code is CommonErrorCode | 'unreachable' =>
  code === 'unreachable' || isCommonError(code);

/** Rounded up: whoever waits as long as it says is not refused again. */
export function useFailureSentence() {
  const t = useTranslations();
  return ({ code, retryAfterSeconds }: Pick<Failure, 'code' | 'retryAfterSeconds'>): string => {
    if (code === 'too_many_requests' && retryAfterSeconds !== null) {
      const minutes = Math.ceil(retryAfterSeconds / 60);
      return minutes <= maxMinutes
        ? t('failure.tooManyMinutes', { minutes })
        : t('failure.tooManyHours', { hours: Math.ceil(minutes / 60) });
    }
    return isSaidEverywhere(code) ? t(`errors.${code}`) : t(`authErrors.${code}`);
  };
}
