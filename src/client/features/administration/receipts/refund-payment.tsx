/** Refunds a payment, whole or in part. Shows what is left of it first, and then what Paddle said. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { DialogBoundary } from '#client/failures/dialog-boundary.tsx';
import { ActForm } from '#client/features/administration/acts/act-dialog.tsx';
import { ActRefused } from '#client/features/administration/acts/act-refused.tsx';
import { Facts } from '#client/features/administration/facts/facts.tsx';
import { TextField } from '#client/forms/field.tsx';
import { useRequestId } from '#client/forms/request-id.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { Dialog, DialogTitle } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { RefundPreview, RefundProgress } from '#shared/billing/refunds.ts';
import { toDecimal } from '#shared/money.ts';
import { parseAmount } from './parse-amount.ts';

interface RefundPaymentProps {
  customer: { id: number; name: string };
  /** Paddle's ID of the order. */
  orderId: string;
  opened: boolean;
  onClose: () => void;
}

export function RefundPayment({ opened, ...question }: RefundPaymentProps) {
  const t = useTranslations('refunds');
  return (
    <Dialog opened={opened} onClose={question.onClose} title={t('title', { order: question.orderId })}>
      {opened && <Question {...question} />}
    </Dialog>
  );
}

type QuestionProps = Omit<RefundPaymentProps, 'opened'>;

function Question(question: QuestionProps) {
  const { customer, orderId, onClose } = question;
  const preview = trpc.administration.receipts.previewRefund.useQuery(
    { customerId: customer.id, orderId },
    // What is left is that of the moment.
    { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
  );
  return (
    <DialogBoundary query={preview} height="16rem" onClose={onClose}>
      {(shown) => (
        <div className="stack">
          <Amounts preview={shown} />
          {shown.refusal === null ? (
            <Amount {...question} preview={shown} />
          ) : (
            <ActRefused code={shown.refusal} onClose={onClose} />
          )}
        </div>
      )}
    </DialogBoundary>
  );
}

function Amounts({ preview: { paid, refunded, left } }: { preview: RefundPreview }) {
  const t = useTranslations('refunds');
  const { money } = useFormats();
  return (
    <Facts
      of={[
        [t('paid'), money(paid)],
        [t('refunded'), refunded.minor > 0 && money(refunded)],
        [t('left'), money(left)],
      ]}
    />
  );
}

function Amount({ customer, orderId, preview, onClose }: QuestionProps & { preview: RefundPreview }) {
  const t = useTranslations('refunds');
  const { money } = useFormats();
  const { client } = trpc.useUtils();
  const request = useRequestId();
  const { left, paid } = preview;
  const { currency } = left;
  const [typed, setTyped] = useState(() => toDecimal(left));
  const [wasTried, setTried] = useState(false);
  const amount = parseAmount(typed, currency);
  const isTooHigh = amount !== null && amount.minor > left.minor;
  const isOk = amount !== null && !isTooHigh;
  const { name } = customer;
  function error(): string | null {
    if (isTooHigh) return t('amountTooHigh', { left: money(left) });
    return wasTried && amount === null ? t('amountWrong', { example: toDecimal(left) }) : null;
  }
  function type(text: string): void {
    setTyped(text);
    // Another amount is another request: the one before may have arrived.
    request.renew();
  }
  return (
    <ActForm
      will={
        isOk &&
        (amount.minor === left.minor
          ? t('willAll', { amount: money(amount), name })
          : t('will', { amount: money(amount), paid: money(paid), name }))
      }
      check={() => {
        setTried(true);
        return isOk;
      }}
      submit={isOk ? t('confirm', { amount: money(amount) }) : t('submit')}
      send={(reason) =>
        request.send((requestId) => {
          if (amount === null) throw new Error('no amount was typed');
          return client.administration.receipts.refund.mutate({
            ...{ customerId: customer.id, orderId, requestId, amount, reason },
          });
        })
      }
      result={(refund) => <Asked refund={refund} />}
      invalidates={['customers']}
      onClose={onClose}
    >
      <TextField
        label={t('amount', { currency })}
        hint={t('amountHint', { left: money(left) })}
        name="amount"
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        error={error()}
      />
    </ActForm>
  );
}

/** What has become of the refund so far. Nothing more is known until Paddle reports it. */
function Asked({ refund }: { refund: RefundProgress }) {
  const t = useTranslations('refunds');
  const { money } = useFormats();
  const { state } = refund;
  const amount = { amount: money(refund.amount) };
  if (state === 'done')
    return (
      <>
        <DialogTitle title={t('doneTitle')} />
        <Alert tone="ok" role="status">
          {t('done', amount)}
        </Alert>
      </>
    );
  const isKnown = state === 'pending';
  return (
    <>
      <DialogTitle title={t(isKnown ? 'pendingTitle' : 'unknownTitle')} />
      <Alert tone={isKnown ? 'info' : 'warn'} role="status">
        {t(isKnown ? 'pending' : 'unknown', amount)}
      </Alert>
    </>
  );
}
