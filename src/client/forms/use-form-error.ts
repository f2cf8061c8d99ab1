/** A refusal that concerns one field is shown at that field, which takes the focus; any other stands above the form. */
import { type RefObject, useEffect } from 'react';
import { type FailureCode, failureOf } from '#client/api/failure.ts';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';

interface FormErrorOptions {
  /** What was refused; null where nothing was. */
  error: Error | null;
  /** The codes that concern this field. */
  about: readonly FailureCode[];
  field: RefObject<HTMLInputElement | null>;
}

/** One of the two is null. */
export function useFormError({ error, about, field }: FormErrorOptions): {
  fieldError: string | null;
  formError: Error | null;
} {
  const sentenceOf = useFailureSentence();
  const concernsField = error !== null && about.includes(failureOf(error).code);
  // Each refusal is an error of its own: a second wrong code takes the focus as the first did.
  useEffect(() => {
    if (error !== null && concernsField) field.current?.focus();
  }, [error, concernsField, field]);
  return concernsField
    ? { fieldError: sentenceOf(failureOf(error)), formError: null }
    : { fieldError: null, formError: error };
}
