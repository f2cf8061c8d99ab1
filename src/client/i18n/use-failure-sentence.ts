/** Returns the message for a failure. For too many requests, the message says how long to wait. */
import { useTranslations } from 'use-intl';
import type { Failure } from '#client/api/failure.ts';
import {
  type CommonErrorCode,
  commonCodeOf,
  isActError,
  isChangeError,
  isCommonError,
  isKeyError,
} from '#shared/errors.ts';
import { useWordsAboutCustomer } from './voice.ts';

/** Longest wait given in minutes; longer ones are given in hours. */
const maxMinutes = 120;

const isSaidEverywhere = (code: Failure['code']): code is CommonErrorCode | 'unreachable' =>
  code === 'unreachable' || isCommonError(code);

/**
 * Returns a function that turns a failure into a message. Waiting times are rounded up, so that a user who waits as
 * long as the message says isn't rejected again.
 */
export function useFailureSentence() {
  const t = useTranslations();
  const aboutCustomer = useWordsAboutCustomer();
  return ({ code, retryAfterSeconds }: Pick<Failure, 'code' | 'retryAfterSeconds'>): string => {
    if (code === 'too_many_requests' && retryAfterSeconds !== null) {
      const minutes = Math.ceil(retryAfterSeconds / 60);
      return minutes <= maxMinutes
        ? t('failure.tooManyMinutes', { minutes })
        : t('failure.tooManyHours', { hours: Math.ceil(minutes / 60) });
    }
    const toAdministrator = aboutCustomer?.sentenceOf(code) ?? null;
    if (toAdministrator !== null) return toAdministrator;
    if (isChangeError(code)) return t(`changeErrors.${code}`);
    if (isKeyError(code)) return t(`keyErrors.${code}`);
    // Only acts of administrators have these errors, and only the pages of administration have the sentences.
    if (isActError(code)) return t(`errors.${commonCodeOf(code)}`);
    return isSaidEverywhere(code) ? t(`errors.${code}`) : t(`authErrors.${code}`);
  };
}
