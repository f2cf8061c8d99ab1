/** Continues an ended subscription under the same licence: what is charged when, then Paddle's checkout. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useResetOnReturn } from '#client/api/use-reset-on-return.ts';
import { browser } from '#client/browser.ts';
import { DialogBoundary } from '#client/failures/dialog-boundary.tsx';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { newRequestId } from '#client/new-request-id.ts';
import { DialogActions } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { KeepPreview } from '#shared/billing/keep.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';

interface KeepQuestionProps {
  licenceId: number;
  onClose: () => void;
}

export function KeepQuestion({ licenceId, onClose }: KeepQuestionProps) {
  const sentenceOf = useFailureSentence();
  const offer = trpc.billing.changes.keep.preview.useQuery({ licenceId }, { staleTime: 0 });
  return (
    <DialogBoundary query={offer} height="12rem" onClose={onClose}>
      {(shown) =>
        shown.status === 'impossible' ? (
          <Alert tone="warn">{sentenceOf({ code: shown.why, retryAfterSeconds: null })}</Alert>
        ) : (
          <Confirmation first={shown.preview} isOutdated={offer.isFetching} onClose={onClose} />
        )
      }
    </DialogBoundary>
  );
}

interface ConfirmationProps {
  first: KeepPreview;
  /** Whether a newer preview is being fetched, so that this one can't be confirmed. */
  isOutdated: boolean;
  onClose: () => void;
}

function Confirmation({ first, isOutdated, onClose }: ConfirmationProps) {
  const t = useTranslations('changes');
  const tOffers = useTranslations('offers');
  const { country, day, money } = useFormats();
  const frequencyName = useFrequencyName();
  /** The terms at the time of the last attempt, if they had changed. */
  const [changed, setChanged] = useState<KeepPreview | null>(null);
  const [requestId, setRequestId] = useState(newRequestId);
  const preview = changed ?? first;
  const start = trpc.billing.changes.keep.start.useMutation({ meta: { invalidates: [] } });
  useResetOnReturn(start.reset);
  function leave(): void {
    start.mutate(
      {
        ...{ licenceId: preview.licenceId, planId: preview.planId, quantity: preview.quantity, requestId },
        shown: { payment: preview.payment, today: preview.today },
      },
      {
        // Passed to `mutate`, so that it isn't called after the customer has closed the dialog.
        onSuccess: (started) => {
          if (started.status === 'link') return browser.goTo(started.url);
          setChanged(started.preview);
          setRequestId(newRequestId());
        },
      },
    );
  }
  const { payment, today, next, priceSource, daysPaidTwice, quantity } = preview;
  const name = frequencyName(preview, 'within');
  const hasSeats = isSoldPerSeat(preview.product);
  const plan = hasSeats ? t('planSeats', { plan: name, count: quantity }) : name;
  const what = preview.replacesPlan ? 'keepOtherPlan' : hasSeats ? 'keepSame' : 'keepSamePlan';
  const said = (amount: string) => (priceSource === 'plan' ? t('about', { amount }) : amount);
  const isLeaving = start.isPending || start.data?.status === 'link';
  return (
    <div className="stack">
      {changed && (
        <Alert tone="warn" role="alert">
          {t('termsChanged')}
        </Alert>
      )}
      <p>
        {payment === 'later'
          ? t('keepLater', { amount: said(money(next.amount)), next: day(next.on) })
          : t('keepToday', { amount: said(money(today)), next: day(next.on) })}
      </p>
      {daysPaidTwice > 0 && <Alert tone="warn">{t('keepTwice', { days: daysPaidTwice })}</Alert>}
      <p className="q">
        {t(what, { plan })} {t('keyStays')}
      </p>
      <p className="sm q">
        {t('keepPrice')} {t('keepLink')}
      </p>
      {priceSource === 'paddle' && (
        <p className="sm q">{tOffers('priceCountry', { country: country(preview.country) })}</p>
      )}
      {start.error && <ActionFailure error={start.error} money />}
      <p className="sr" role="status">
        {isLeaving && t('opening')}
      </p>
      <DialogActions>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('stay')}
        </Button>
        <Button variant="ink" loading={isLeaving || isOutdated} onClick={leave}>
          {t('keepSubmit')}
        </Button>
      </DialogActions>
    </div>
  );
}
