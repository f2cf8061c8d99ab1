/** A mutation that may require reauthentication. The dialog opens in place, and the mutation continues afterwards. */
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
  /** A returned promise is awaited before the mutation counts as done. */
  onSuccess?: (output: Output, input: Input) => void | Promise<void>;
  /** A returned promise is awaited before the mutation counts as failed. */
  onError?: (error: Error) => void | Promise<void>;
  /** The reason given in the reauthentication dialog. */
  why?: ReauthenticationReason;
}

/** Like `useMutation`, with a `failure` that is null if the user merely declined to reauthenticate. */
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
