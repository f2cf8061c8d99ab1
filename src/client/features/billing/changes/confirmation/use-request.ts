/** Sends a change to Paddle. */
import { useState } from 'react';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { newRequestId } from '#client/new-request-id.ts';
import type { ChangePreview, WantedChange } from '#shared/billing/changes.ts';

/** A change that the customer can confirm. */
interface Confirmed {
  change: WantedChange;
  preview: ChangePreview;
  typedQuantity?: number | undefined;
}

/** Requests a change. Sending it again, for example after a timeout, is the same request until `again` is called. */
export function useRequest(licenceId: number) {
  const utils = trpc.useUtils();
  const [requestId, setRequestId] = useState(newRequestId);
  const request = useReauthenticatedMutation(
    ({ change, preview, typedQuantity }: Confirmed) =>
      utils.client.billing.changes.request.mutate({
        ...{ licenceId, requestId, change, shown: preview.today },
        ...(typedQuantity === undefined ? {} : { typedQuantity }),
      }),
    {
      invalidates: [],
      why: 'subscription',
      // The page goes on following the change when the dialog is closed.
      onSuccess: (open) =>
        utils.billing.changes.options.setData({ licenceId }, (known) => known && { ...known, open }),
    },
  );
  /** Allows another confirmation after a failure. An answer is final for its ID; a request without one is repeated. */
  const again = () => {
    const code = request.error && failureOf(request.error).code;
    if (code !== 'unanswered' && code !== 'unreachable') setRequestId(newRequestId());
    request.reset();
  };
  return { ...request, again };
}
