/** A change that the server may want a confirmation for: asked for where it is, and done then. */
import { useMutation } from '@tanstack/react-query';
import { NotConfirmed, useConfirmed } from './confirm-identity.tsx';

/** As `useMutation`; `failure` is null where the person only said "not now". */
export function useConfirmedMutation<Input, Output>(
  action: (input: Input) => Promise<Output>,
  { onSuccess }: { onSuccess?: (output: Output) => void } = {},
) {
  const confirmed = useConfirmed();
  const mutation = useMutation({
    mutationFn: (input: Input) => confirmed(() => action(input)),
    ...(onSuccess ? { onSuccess } : {}),
  });
  return { ...mutation, failure: mutation.error instanceof NotConfirmed ? null : mutation.error };
}
