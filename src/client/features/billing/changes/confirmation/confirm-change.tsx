/** Shows what a change would do and cost, and carries it out once the customer has confirmed exactly that. */
import { Button, Textarea } from '@mantine/core';
import { useEffectEvent, useLayoutEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { DialogBoundary } from '#client/failures/dialog-boundary.tsx';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { PaymentMethod } from '#client/features/billing/changes/card/payment-method.tsx';
import { TextField } from '#client/forms/field.tsx';
import { parseSeats } from '#client/forms/seats/parse-seats.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { DialogActions, DialogTitle } from '#client/ui/dialogs/dialog.tsx';
import type { ChangePreview, ChangeProgress, WantedChange } from '#shared/billing/changes.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { AmountReason } from './amount-reason.tsx';
import { ChangeResult } from './change-result.tsx';
import { Outcome } from './outcome.tsx';
import { useStepTitles } from './step-titles.ts';
import { Terms } from './terms.tsx';
import { useProgress } from './use-progress.ts';
import { useRequest } from './use-request.ts';

interface ConfirmChangeProps {
  /** The licence before the change. */
  licence: LicenceView;
  change: WantedChange;
  /** Label of the button that carries out the change; by default it names the amount. */
  submit?: string;
  /** Label of the button that leaves everything as it is. */
  stay?: string;
  onClose: () => void;
  /** Returns to the choice; absent if there is none. */
  onBack?: () => void;
  /** Called if there is no preview, so that the choice can show an error that another choice avoids. */
  onRefused?: (error: unknown) => void;
}

export function ConfirmChange({ licence, change, onRefused, ...rest }: ConfirmChangeProps) {
  const preview = trpc.billing.changes.preview.useQuery(
    { licenceId: licence.id, change },
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
    <DialogBoundary query={preview} height="12rem" onClose={rest.onClose} onBack={rest.onBack}>
      {(shown) => (
        <Confirmation
          {...{ licence, change, ...rest }}
          preview={shown}
          isOutdated={preview.isFetching}
          onOutdated={() => void preview.refetch()}
        />
      )}
    </DialogBoundary>
  );
}

interface ConfirmationProps extends Omit<ConfirmChangeProps, 'onRefused'> {
  preview: ChangePreview;
  /** Whether a newer preview is being fetched, so that this one can't be confirmed. */
  isOutdated: boolean;
  /** Fetches a new preview, because the amounts may have changed. */
  onOutdated: () => void;
}

function Confirmation(props: ConfirmationProps) {
  const { licence, change, preview, isOutdated, submit, stay, onClose, onBack, onOutdated } = props;
  const t = useTranslations('changes');
  const { money, number } = useFormats();
  const [typed, setTyped] = useState('');
  const [isTypedWrong, setIsTypedWrong] = useState(false);
  const [reason, setReason] = useState('');
  const [confirmed, setConfirmed] = useState<ChangePreview | null>(null);
  const titles = useStepTitles();
  const request = useRequest(licence.id);
  const quantity = change.kind === 'seats' ? change.quantity : null;

  function confirm(): void {
    const again = preview.needsTypedQuantity ? parseSeats(typed) : undefined;
    const isTyped = again === undefined || again === quantity;
    setIsTypedWrong(!isTyped);
    if (!isTyped) return;
    const wanted = change.kind === 'cancel' && reason.trim() ? { ...change, reason } : change;
    setConfirmed(preview);
    request.mutate({ change: wanted, preview, typedQuantity: again ?? undefined });
  }
  function showAgain(): void {
    request.again();
    onOutdated();
  }

  if (request.data) {
    return (
      <Requested
        begun={request.data}
        preview={confirmed ?? preview}
        licence={licence}
        onClose={onClose}
        onAgain={showAgain}
      />
    );
  }
  const amount = money(preview.today);
  const pay =
    preview.source === 'calculated' ? t('confirmPayAbout', { amount }) : t('confirmPay', { amount });
  const title = titles.ofConfirmation(preview);
  const action = submit ?? (preview.today.minor === 0 ? t('confirm') : pay);
  return (
    <div className="stack">
      {title !== null && <DialogTitle title={title} />}
      <Terms preview={preview} />
      {(preview.today.minor > 0 || preview.after.next !== null) && (
        <div className="stack g2">
          <AmountReason preview={preview} />
          <PaymentMethod licenceId={licence.id} />
        </div>
      )}
      {change.kind === 'cancel' && (
        <Textarea
          label={t('cancelReason')}
          name="reason"
          rows={3}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {preview.needsTypedQuantity && quantity !== null && (
        <TextField
          label={t('typeAgain', { count: number(quantity) })}
          name="typed-quantity"
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setIsTypedWrong(false);
          }}
          error={isTypedWrong ? t('typeAgainWrong') : null}
        />
      )}
      {request.failure && <ActionFailure error={request.failure} />}
      <DialogActions>
        <Button variant="default" data-autofocus onClick={onBack ?? onClose}>
          {onBack ? t('back') : (stay ?? t('stay'))}
        </Button>
        {request.failure ? (
          <Button variant="ink" onClick={showAgain}>
            {t('show')}
          </Button>
        ) : (
          <Button variant="ink" loading={request.isPending || isOutdated} onClick={confirm}>
            {action}
          </Button>
        )}
      </DialogActions>
    </div>
  );
}

interface RequestedProps {
  licence: LicenceView;
  begun: ChangeProgress;
  /** What the customer confirmed. */
  preview: ChangePreview;
  onClose: () => void;
  /** Shows the amounts again, after Paddle has refused the change. */
  onAgain: () => void;
}

function Requested({ licence, begun, preview, onClose, onAgain }: RequestedProps) {
  const t = useTranslations('changes');
  const titles = useStepTitles();
  const { progress = begun, isUnwatched } = useProgress(begun.changeId, begun);
  return (
    <div className="stack">
      <DialogTitle title={titles.ofOutcome(progress, preview, licence)} />
      {progress.state === 'confirmed' ? (
        <ChangeResult licence={licence} preview={preview} isVisible={progress.isVisible} />
      ) : (
        <Outcome progress={progress} isUnwatched={isUnwatched} />
      )}
      <DialogActions>
        {progress.state === 'refused' && (
          <Button variant="default" onClick={onAgain}>
            {t('show')}
          </Button>
        )}
        <Button variant="ink" data-autofocus onClick={onClose}>
          {t('close')}
        </Button>
      </DialogActions>
    </div>
  );
}
