/** A change that the server may want a confirmation for: asked for where it is, and done then. */
import { useMutation } from '@tanstack/react-query';
import { type ConfirmedFor, NotConfirmed, useConfirmed } from './confirm-identity.tsx';

/** As `useMutation`; `why` is said where it is asked; `failure` is null where the person only said "not now". */
export function useConfirmedMutation<Input, Output>(
  action: (input: Input) => Promise<Output>,
  { onSuccess, why }: { onSuccess?: (output: Output) => void; why?: ConfirmedFor } = {},
) {
  const confirmed = useConfirmed();
  const mutation = useMutation({
    mutationFn: (input: Input) => confirmed(() => action(input), why),
    ...(onSuccess ? { onSuccess } : {}),
  });
  return { ...mutation, failure: mutation.error instanceof NotConfirmed ? null : mutation.error };
}
