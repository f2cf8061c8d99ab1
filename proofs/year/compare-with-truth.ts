/** Compares the licences and receipts that the portal has stored at the end with Paddle's records. */
import type { Sequelize } from 'sequelize';
import { firstDifference } from '#proofs/difference.ts';
import { onSale } from '#proofs/world/lives.ts';
import { trialOf } from '#proofs/world/world.ts';
import { dayOf } from '#shared/dates.ts';
import type { Truth } from '#twin/state/truth.ts';
import { type BoughtOn, graceDays } from './rounds.ts';
import { readLicences, readReceipts, type StoredLicence } from './stored-shop.ts';
import { type TrueReceipt, trueLicence, trueOneOff, trueReceipt } from './true-licence.ts';

const monthsOfOneOff = 12;

type Shown = Pick<StoredLicence, 'planId' | 'status' | 'quantity' | 'validUntil'>;

const shown = ({ planId, status, quantity, validUntil }: Shown): Shown => ({
  planId,
  status,
  quantity,
  validUntil,
});

/**
 * Compares every licence and receipt. Returns the number compared, and one sentence for each that differs from Paddle's
 * records.
 */
export async function compareWithTruth(
  db: Sequelize,
  truth: Truth,
  boughtOn: BoughtOn,
): Promise<{ compared: number; differences: string[] }> {
  const today = dayOf(truth.now);
  const licences = new Map<string, Shown>();
  for (const subscription of truth.subscriptions) {
    const trialDays = trialOf(boughtOn.get(subscription.id) ?? subscription.planId);
    licences.set(
      `subscription:${subscription.id}`,
      shown(trueLicence(subscription, { trialDays, graceDays })),
    );
  }
  for (const payment of truth.oneOffs) {
    if (payment.productId === onSale.monicaOnce)
      licences.set(`order:${payment.orderId}`, shown(trueOneOff(payment, monthsOfOneOff)));
  }
  const receipts = new Map<string, TrueReceipt>(
    [...truth.subscriptions.flatMap(({ payments }) => payments), ...truth.oneOffs].map((payment) => [
      payment.orderId,
      trueReceipt(payment),
    ]),
  );
  const stored = new Map((await readLicences(db)).map((licence) => [licence.stream, shown(licence)]));
  const storedReceipts = new Map((await readReceipts(db)).map((receipt) => [receipt.orderId, receipt]));
  const differences = [
    ...compare('the licence of', licences, stored),
    ...compare('the receipt of order', receipts, storedReceipts),
  ].map((difference) => `on ${today} ${difference}`);
  return { compared: licences.size + receipts.size, differences };
}

function compare<T>(
  what: string,
  expected: ReadonlyMap<string, T>,
  actual: ReadonlyMap<string, T>,
): string[] {
  return [...new Set([...expected.keys(), ...actual.keys()])].flatMap((name) => {
    const difference = firstDifference(expected.get(name) ?? null, actual.get(name) ?? null);
    return difference === null ? [] : [`${what} ${name}: ${difference}`];
  });
}
