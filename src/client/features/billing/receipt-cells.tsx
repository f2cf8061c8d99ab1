/** Parts of a receipt's row that the short and the full list share. */
import { useTranslations } from 'use-intl';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { frequencyOf, knownWord } from '#client/i18n/server-words.ts';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { usePlanText } from '#client/i18n/use-plan-text.ts';
import type { PartView, ReceiptView } from '#shared/billing/billing.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import classes from './receipt-frame.module.css';

/**
 * Describes the purchase, for example "OfficeLife, yearly, 6 seats". A part payment isn't described like a whole
 * period: only the product is named, and `PartPayment` says what it was for.
 */
function useItem({ product, planName, frequency, quantity, part }: ReceiptView): string {
  const t = useTranslations();
  const frequencyName = useFrequencyName();
  if (!product || !frequency || part) return product ?? t('receipts.other');
  const plan = frequencyName({ frequency, planName: planName ?? product }, 'within');
  return isSoldPerSeat(product)
    ? t('receipts.itemSeats', { product, plan, count: quantity })
    : t('receipts.item', { product, plan });
}

export function ReceiptItem({ receipt }: { receipt: ReceiptView }) {
  const item = useItem(receipt);
  const { part, company } = receipt;
  return (
    <>
      <span className={classes.item}>
        {receipt.product && <ProductLogo product={receipt.product} size={16} />}
        {item}
      </span>
      {part && <PartPayment receipt={receipt} part={part} />}
      {company && <Company receipt={receipt} company={company} />}
    </>
  );
}

/** A part payment of a kind that this page doesn't know is shown as one for an unknown reason. */
const partKinds = { seats: true, plan: true, extra: true } as const satisfies Record<PartView['kind'], true>;

interface PartProps {
  receipt: ReceiptView;
  part: PartView;
}

/** Says what a payment within a period was for, for example "5 seats more, 20 days". */
function PartPayment({ receipt, part }: PartProps) {
  const t = useTranslations('receipts');
  const change = usePlanChange(receipt, part);
  const { dayOfInstant } = useFormats();
  const kind = knownWord(partKinds, part.kind);
  return (
    <span className={classes.below}>
      {part.kind === 'seats' && t('partSeats', { seats: part.seats, days: part.days })}
      {part.kind === 'plan' &&
        (part.days === null
          ? t('partFrom', { change, day: dayOfInstant(receipt.paidAt, 'short') })
          : t('partDays', { change, days: part.days }))}
      {(kind === null || kind === 'extra') && t('partExtra')}
    </span>
  );
}

/** Returns what a switch of plans changed, for example "Yearly instead of monthly". Empty for other payments. */
function usePlanChange({ planName, planNames, frequency }: ReceiptView, part: PartView): string {
  const t = useTranslations('receipts');
  const { planNameOf } = usePlanText();
  if (part.kind !== 'plan') return '';
  const { fromPlan } = part;
  const plan = planName === null ? '' : planNameOf({ planName, planNames, frequency });
  const to = frequency && frequencyOf({ frequency });
  const from = fromPlan && frequencyOf(fromPlan);
  if (to && from && to !== from)
    return t('insteadOf', { plan: t(`switchTo.${to}`), before: t(`switchFrom.${from}`) });
  return fromPlan ? t('insteadOf', { plan, before: planNameOf(fromPlan) }) : t('switchToPlan', { plan });
}

interface CompanyProps {
  receipt: ReceiptView;
  company: NonNullable<ReceiptView['company']>;
}

/** The company as given when paying. It can be changed only in Paddle's document. */
function Company({ receipt, company: { name, vatNumber } }: CompanyProps) {
  const t = useTranslations('receipts');
  const document = useDocumentName(receipt);
  return (
    <span className={classes.below}>
      {t('company', { name, number: vatNumber })}
      {receipt.receiptUrl && (
        <>
          {' '}
          <a
            className="link sm"
            href={receipt.receiptUrl}
            target="_blank"
            rel="noreferrer"
            aria-label={t('companyChangeLabel', { document })}
          >
            {t('companyChange')}
          </a>
        </>
      )}
    </span>
  );
}

/** A dash, read aloud as "unknown". */
export function Unknown() {
  const t = useTranslations('receipts');
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="sr">{t('orderUnknown')}</span>
    </>
  );
}

export function ReceiptOrder({ orderId }: Pick<ReceiptView, 'orderId'>) {
  const t = useTranslations('receipts');
  return (
    <>
      <span className={classes.named}>{t('order')} </span>
      {orderId ?? <Unknown />}
    </>
  );
}

/** Returns the name of Paddle's document, for links: "Receipt for order 4418-2207, on Paddle". */
function useDocumentName({ orderId, paidAt }: ReceiptView): string {
  const t = useTranslations('receipts');
  const { dayOfInstant } = useFormats();
  return orderId === null
    ? t('openLabelOfDay', { day: dayOfInstant(paidAt) })
    : t('openLabel', { order: orderId });
}

export function ReceiptDocument({ receipt }: { receipt: ReceiptView }) {
  const t = useTranslations('receipts');
  const document = useDocumentName(receipt);
  if (receipt.receiptUrl)
    return (
      <a className="link" href={receipt.receiptUrl} target="_blank" rel="noreferrer" aria-label={document}>
        {t('open')}
      </a>
    );
  // A payment without an order number hasn't been reported by any alert, so no receipt is announced for it.
  return receipt.orderId === null ? null : <span className="sm qq">{t('soon')}</span>;
}
