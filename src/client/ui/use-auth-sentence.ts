/** Why signing in, up or out did not work, in one sentence. */
import { useTranslations } from 'use-intl';
import { type AuthErrorCode, AuthFailure } from '../auth-failure.ts';
import { useFailureSentence } from './use-failure-sentence.ts';

export const authCodeOf = (error: unknown): AuthErrorCode =>
  error instanceof AuthFailure ? error.code : 'internal';

export function useAuthSentence() {
  const t = useTranslations();
  const sentenceOf = useFailureSentence();
  return (error: unknown): string => {
    const code = authCodeOf(error);
    switch (code) {
      case 'confirmation_needed':
      case 'invalid_input':
      case 'too_many_requests':
      case 'service_unavailable':
      case 'internal':
      case 'unreachable':
        return sentenceOf({
          code,
          retryAfterSeconds: error instanceof AuthFailure ? error.retryAfterSeconds : null,
        });
      default:
        return t(`authErrors.${code}`);
    }
  };
}
