/** A refusal that is about one entry is said beside its field, which takes the focus; any other stands over the form. */
import { type RefObject, useEffect } from 'react';
import type { AuthErrorCode } from '#client/api/auth-failure.ts';
import { authCodeOf, useAuthSentence } from '#client/ui/failures/use-auth-sentence.ts';

interface RefusalOptions {
  /** What was refused; null while nothing was. */
  error: Error | null;
  /** Codes that are about this entry. */
  about: readonly AuthErrorCode[];
  field: RefObject<HTMLInputElement | null>;
}

/** `beside`: the sentence for the field. `over`: what belongs over the form. One of them is null. */
export function useFormError({ error, about, field }: RefusalOptions): {
  beside: string | null;
  over: Error | null;
} {
  const sentenceOf = useAuthSentence();
  const isBeside = error !== null && about.includes(authCodeOf(error));
  // Each refusal is an error of its own: the second wrong code takes the focus as the first did.
  useEffect(() => {
    if (error !== null && isBeside) field.current?.focus();
  }, [error, isBeside, field]);
  return isBeside ? { beside: sentenceOf(error), over: null } : { beside: null, over: error };
}
