/**
 * A mutation that may require reauthentication. The dialog opens on the same page, and the mutation continues once the
 * user has reauthenticated.
 */
import { useMutation } from '@tanstack/react-query';
import {
  ReauthenticationCancelled,
  type ReauthenticationReason,
  useReauthentication,
} from '#client/api/reauthentication.ts';
import type { AnswerName } from './answers.ts';

interface ConfirmedMutationOptions<Input, Output> {
  /** Cached data to refetch after the change; see `refreshAnswers`. */
  invalidates: readonly AnswerName[];
  /**
   * Called after the mutation succeeds. If it returns a promise, the mutation stays pending until the promise settles.
   */
  onSuccess?: (output: Output, input: Input) => void | Promise<void>;
  /** Called after the mutation fails. If it returns a promise, the mutation stays pending until the promise settles. */
  onError?: (error: Error) => void | Promise<void>;
  /** Whether nothing of the answer stays in the browser's memory once it is no longer shown, because it is secret. */
  isSecret?: boolean;
  /** The reason given in the reauthentication dialog. */
  why?: ReauthenticationReason;
}

/** Like `useMutation`, with a `failure` that is null if the user merely declined to reauthenticate. */
export function useReauthenticatedMutation<Input, Output>(
  action: (input: Input) => Promise<Output>,
  { invalidates, onSuccess, onError, why, isSecret = false }: ConfirmedMutationOptions<Input, Output>,
) {
  const confirmed = useReauthentication();
  const mutation = useMutation({
    mutationFn: (input: Input) => confirmed(() => action(input), why),
    meta: { invalidates },
    ...(isSecret ? { gcTime: 0 } : {}),
    ...(onSuccess ? { onSuccess } : {}),
    ...(onError ? { onError } : {}),
  });
  return {
    ...mutation,
    failure: mutation.error instanceof ReauthenticationCancelled ? null : mutation.error,
  };
}
