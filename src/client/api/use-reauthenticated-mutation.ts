/** A change that the server may want a confirmation for: asked for where it is, and done then. */
import { useMutation } from '@tanstack/react-query';
import type { AnswerName } from './answers.ts';
import { type ConfirmedFor, NotConfirmed, useConfirmed } from '#client/features/identity/reauthentication/reauthentication.tsx';

interface ConfirmedMutationOptions<Input, Output> {
  /** The answers that the change makes untrue. */
  invalidates: readonly AnswerName[];
  /** A promise is waited for before the change counts as done. */
  onSuccess?: (output: Output, input: Input) => void | Promise<void>;
  /** What is said where the confirmation is asked for. */
  why?: ConfirmedFor;
}

/** As `useMutation`; `failure` is null where the person only said "not now". */
export function useConfirmedMutation<Input, Output>(
  action: (input: Input) => Promise<Output>,
  { invalidates, onSuccess, why }: ConfirmedMutationOptions<Input, Output>,
) {
  const confirmed = useConfirmed();
  const mutation = useMutation({
    mutationFn: (input: Input) => confirmed(() => action(input), why),
    meta: { invalidates },
    ...(onSuccess ? { onSuccess } : {}),
  });
  return { ...mutation, failure: mutation.error instanceof NotConfirmed ? null : mutation.error };
}
