/** Sends a change to Paddle. */
import { useState } from 'react';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { isAnswered } from '#client/forms/request-id.ts';
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
    if (request.error === null || isAnswered(request.error)) setRequestId(newRequestId());
    request.reset();
  };
  return { ...request, again };
}
