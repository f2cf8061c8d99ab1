/** Shows what a change would do and cost, and carries it out once the customer has confirmed exactly that. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { TextField } from '#client/forms/field.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { DialogActions } from '#client/ui/dialogs/dialog.tsx';
import type { ChangePreview, WantedChange } from '#shared/billing/changes.ts';
import { Outcome } from './outcome.tsx';
import { Terms } from './terms.tsx';
import { useRequest } from './use-request.ts';

interface ConfirmChangeProps {
  licenceId: number;
  change: WantedChange;
  /** Label of the button that carries out the change; by default it names the amount. */
  submit?: string;
  /** Label of the button that leaves everything as it is. */
  stay?: string;
  onClose: () => void;
  /** Returns to the choice; absent if there is none. */
  onBack?: () => void;
}

export function ConfirmChange({ licenceId, change, onClose, ...rest }: ConfirmChangeProps) {
  const preview = trpc.billing.changes.preview.useQuery(
    { licenceId, change: asked(change) },
    // The amounts of a preview are those of the moment, so none is kept.
    { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
  );
  return (
    <QueryBoundary query={preview} height="12rem">
      {(shown) => (
        <Confirmation
          {...{ licenceId, change, onClose, ...rest }}
          preview={shown}
          onOutdated={() => void preview.refetch()}
        />
      )}
    </QueryBoundary>
  );
}

/** What is asked for in the preview: a reason has no effect on the amounts. */
const asked = (change: WantedChange): WantedChange =>
  change.kind === 'cancel' ? { kind: 'cancel' } : change;

interface ConfirmationProps extends ConfirmChangeProps {
  preview: ChangePreview;
  /** Fetches a new preview, because the amounts have changed. */
  onOutdated: () => void;
}

function Confirmation(props: ConfirmationProps) {
  const { licenceId, change, preview, submit, stay, onClose, onBack, onOutdated } = props;
  const t = useTranslations('changes');
  const { money, number } = useFormats();
  const [typed, setTyped] = useState('');
  const [isTypedWrong, setIsTypedWrong] = useState(false);
  const request = useRequest(licenceId);
  const { progress } = request;
  const quantity = change.kind === 'seats' ? change.quantity : null;

  function confirm(): void {
    const isTyped = !preview.needsTypedQuantity || Number(typed) === quantity;
    setIsTypedWrong(!isTyped);
    if (!isTyped) return;
    const typedQuantity = preview.needsTypedQuantity ? Number(typed) : undefined;
    request.mutate({ change, preview, typedQuantity });
  }

  if (progress && progress.state !== 'refused') {
    return (
      <div className="stack">
        <Outcome progress={progress} />
        <DialogActions>
          <Button variant="ink" data-autofocus onClick={onClose}>
            {t('close')}
          </Button>
        </DialogActions>
      </div>
    );
  }
  const amount = money(preview.today);
  const pay =
    preview.source === 'calculated' ? t('confirmPayAbout', { amount }) : t('confirmPay', { amount });
  const action = submit ?? (preview.today.minor === 0 ? t('confirm') : pay);
  return (
    <div className="stack">
      <Terms preview={preview} />
      {preview.needsTypedQuantity && quantity !== null && (
        <TextField
          label={t('typeAgain', { count: number(quantity) })}
          name="typed-quantity"
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={isTypedWrong ? t('typeAgainWrong') : null}
        />
      )}
      {progress && <Outcome progress={progress} />}
      {request.failure && <ActionFailure error={request.failure} />}
      <DialogActions>
        <Button variant="default" data-autofocus onClick={onBack ?? onClose}>
          {onBack ? t('back') : (stay ?? t('stay'))}
        </Button>
        {request.failure || progress ? (
          <Button
            variant="ink"
            onClick={() => {
              // After a failure without an answer, the same request is sent again, so that it can't be made twice.
              if (progress) request.renew();
              else request.reset();
              onOutdated();
            }}
          >
            {t('show')}
          </Button>
        ) : (
          <Button variant="ink" loading={request.isPending} onClick={confirm}>
            {action}
          </Button>
        )}
      </DialogActions>
    </div>
  );
}
