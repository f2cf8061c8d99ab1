/** A change that the server may want a confirmation for: asked for where it is, and done then. */
import { useMutation } from '@tanstack/react-query';
import {
  ReauthenticationCancelled,
  type ReauthenticationReason,
  useReauthentication,
} from '#client/api/reauthentication.ts';
import type { AnswerName } from './answers.ts';

interface ConfirmedMutationOptions<Input, Output> {
  /** The answers that the change makes untrue. */
  invalidates: readonly AnswerName[];
  /** A promise is waited for before the change counts as done. */
  onSuccess?: (output: Output, input: Input) => void | Promise<void>;
  /** A promise is waited for before the change counts as refused. */
  onError?: (error: Error) => void | Promise<void>;
  /** What is said where the confirmation is asked for. */
  why?: ReauthenticationReason;
}

/** As `useMutation`; `failure` is null where the person only said "not now". */
export function useReauthenticatedMutation<Input, Output>(
  action: (input: Input) => Promise<Output>,
  { invalidates, onSuccess, onError, why }: ConfirmedMutationOptions<Input, Output>,
) {
  const confirmed = useReauthentication();
  const mutation = useMutation({
    mutationFn: (input: Input) => confirmed(() => action(input), why),
    meta: { invalidates },
    ...(onSuccess ? { onSuccess } : {}),
    ...(onError ? { onError } : {}),
  });
  return {
    ...mutation,
    failure: mutation.error instanceof ReauthenticationCancelled ? null : mutation.error,
  };
}
