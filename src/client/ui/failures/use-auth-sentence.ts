/** Why signing in, up or out did not work, in one sentence. */
import type { AuthErrorCode } from '#client/api/auth-failure.ts';
import { failureOf } from '#client/api/failure.ts';
import { useFailureSentence } from './use-failure-sentence.ts';

export const authCodeOf = (error: unknown): AuthErrorCode => failureOf(error).code;

export function useAuthSentence() {
  const sentenceOf = useFailureSentence();
  return (error: unknown): string => sentenceOf(failureOf(error));
}
