/** Shows what a change of a customer's subscription would do and cost, and carries out exactly that. */
import { Button } from '@mantine/core';
import { getQueryKey } from '@trpc/react-query';
import { useEffectEvent, useLayoutEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { DialogBoundary } from '#client/failures/dialog-boundary.tsx';
import { ActForm } from '#client/features/administration/acts/act-dialog.tsx';
import type { LicenceQuestionProps } from '#client/features/administration/licences/licence-in-question.ts';
import { AmountReason } from '#client/features/billing/changes/confirmation/amount-reason.tsx';
import { Outcome } from '#client/features/billing/changes/confirmation/outcome.tsx';
import { useStepTitles } from '#client/features/billing/changes/confirmation/step-titles.ts';
import { Terms } from '#client/features/billing/changes/confirmation/terms.tsx';
import { useFollowed } from '#client/features/billing/changes/confirmation/use-progress.ts';
import { useTermsWords } from '#client/features/billing/changes/confirmation/use-terms-words.ts';
import { TextField } from '#client/forms/field.tsx';
import { useRequestId } from '#client/forms/request-id.ts';
import { parseSeats } from '#client/forms/seats/parse-seats.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { DialogTitle } from '#client/ui/dialogs/dialog.tsx';
import type { ChangeProgress, SharedPreview } from '#shared/billing/changes.ts';

type Wanted = { kind: 'seats'; quantity: number } | { kind: 'plan'; planId: number } | { kind: 'cancel' };

interface ConfirmForCustomerProps extends Omit<LicenceQuestionProps, 'opened'> {
  change: Wanted;
  /** Returns to the choice; absent if there is none. */
  onBack?: () => void;
  /** Called if there is no preview, so that the choice can show an error that another choice avoids. */
  onRefused?: (error: unknown) => void;
}

export function ConfirmForCustomer({ onRefused, ...props }: ConfirmForCustomerProps) {
  const { customerId, licence, change, onClose, onBack } = props;
  const preview = trpc.administration.subscriptions.preview.useQuery(
    { customerId, licenceId: licence.id, change },
    // The amounts of a preview are those of the moment, so none is kept.
    { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
  );
  const { error } = preview;
  const refuse = useEffectEvent((refused: unknown) => onRefused?.(refused));
  // Before the browser paints, so that the error isn't shown here first.
  useLayoutEffect(() => {
    if (error) refuse(error);
  }, [error]);
  return (
    <DialogBoundary query={preview} height="18rem" onClose={onClose} onBack={onBack}>
      {(shown) => <Confirmation {...props} preview={shown} onOutdated={() => void preview.refetch()} />}
    </DialogBoundary>
  );
}

interface ConfirmationProps extends Omit<ConfirmForCustomerProps, 'onRefused'> {
  preview: SharedPreview;
  /** Fetches a new preview, because the amounts have changed. */
  onOutdated: () => void;
}

function Confirmation(props: ConfirmationProps) {
  const { customerId, licence, change, preview, onClose, onBack, onOutdated } = props;
  const t = useTranslations();
  const { number } = useFormats();
  const { amountOf } = useTermsWords();
  const { client } = trpc.useUtils();
  const titles = useStepTitles();
  const request = useRequestId();
  const [typed, setTyped] = useState('');
  const [isTypedWrong, setTypedWrong] = useState(false);
  const quantity = change.kind === 'seats' ? change.quantity : null;
  const title = titles.ofConfirmation(preview);

  async function send(reason: string): Promise<ChangeProgress> {
    const { subscriptions } = client.administration;
    const about = { customerId, licenceId: licence.id, reason };
    try {
      return await request.send((requestId) => {
        const confirmed = { ...about, requestId, shown: preview.today };
        switch (change.kind) {
          case 'seats': {
            const typedQuantity = preview.needsTypedQuantity ? change.quantity : undefined;
            return subscriptions.changeSeats.mutate({
              ...{ ...confirmed, quantity: change.quantity },
              ...(typedQuantity === undefined ? {} : { typedQuantity }),
            });
          }
          case 'plan':
            return subscriptions.changePlan.mutate({ ...confirmed, planId: change.planId });
          case 'cancel':
            return subscriptions.cancel.mutate({ ...about, requestId });
        }
      });
    } catch (error) {
      if (failureOf(error).code === 'amount_changed') onOutdated();
      throw error;
    }
  }
  function submit(): string {
    if (change.kind === 'cancel') return t('subscriptionActs.cancel');
    const amount = amountOf(preview.today, preview);
    if (change.kind === 'seats')
      return preview.today.minor === 0
        ? t('subscriptionActs.seatsSubmit')
        : t('subscriptionActs.seatsPay', { amount });
    return preview.today.minor === 0
      ? t('subscriptionActs.planSubmit')
      : t('subscriptionActs.planPay', { amount });
  }

  return (
    <ActForm
      will={
        <>
          {title !== null && <DialogTitle title={title} />}
          <Terms preview={preview} />
          <AmountReason preview={preview} />
        </>
      }
      check={() => {
        const isWrong = preview.needsTypedQuantity && parseSeats(typed) !== quantity;
        setTypedWrong(isWrong);
        return !isWrong;
      }}
      submit={submit()}
      send={send}
      result={(begun) => <Requested customerId={customerId} begun={begun} />}
      invalidates={['customers']}
      onClose={onClose}
    >
      {onBack && (
        <div>
          <Button variant="plain" onClick={onBack}>
            {t('changes.back')}
          </Button>
        </div>
      )}
      {preview.needsTypedQuantity && quantity !== null && (
        <TextField
          label={t('changes.typeAgain', { count: number(quantity) })}
          name="typed-quantity"
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setTypedWrong(false);
          }}
          error={isTypedWrong ? t('changes.typeAgainWrong') : null}
        />
      )}
    </ActForm>
  );
}

/** Follows the change until Paddle has made or refused it and the licence shows it. */
function Requested({ customerId, begun }: { customerId: number; begun: ChangeProgress }) {
  const t = useTranslations();
  const { client } = trpc.useUtils();
  const { changeId } = begun;
  const { progress = begun, isUnwatched } = useFollowed({
    ...{ changeId, begun, changes: ['customers'] },
    queryKey: getQueryKey(trpc.administration.subscriptions.status, { customerId, changeId }, 'query'),
    ask: () => client.administration.subscriptions.status.query({ customerId, changeId }),
  });
  const { state } = progress;
  return (
    <>
      <DialogTitle title={state === 'confirmed' ? t('act.done') : t(`changeSteps.${state}`)} />
      <Outcome progress={progress} isUnwatched={isUnwatched} />
    </>
  );
}
