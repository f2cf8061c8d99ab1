/** Compares the state after a history with the expected ending, which is written by hand. */

import { firstDifference } from '#proofs/difference.ts';
import type { Ending } from '#proofs/histories/history.ts';
import { day } from '#proofs/shop/life.ts';
import type { Projection } from '#server/features/billing/fold/projection.ts';
import { checkLicence } from '#server/features/licences/licence-validity.ts';

const rules = { graceDays: 7, nextCheckAfterDays: 1 };

/** Describes the first difference from the expected ending; null if there is none. */
export function wrongEnding(
  { status, licence, receipts, flags = [] }: Ending,
  projection: Projection,
): string | null {
  const { subscription, entitlement } = projection;
  const isGood = (on: string): boolean =>
    entitlement !== null && checkLicence(entitlement, day(on), rules).status === 'good';
  const locked = licence?.good.find((on) => !isGood(on));
  if (locked) return `locked on ${locked}`;
  const open = licence?.ended.find(isGood);
  if (open) return `still good on ${open}`;
  return firstDifference(
    {
      status: status ?? null,
      planId: licence?.plan.id ?? null,
      quantity: licence?.quantity ?? null,
      receipts,
      flags,
      waitsFor: null,
    },
    {
      status: subscription?.status ?? null,
      planId: entitlement?.paddlePlanId ?? null,
      quantity: entitlement?.quantity ?? null,
      receipts: projection.receipts.length,
      flags: [...projection.flags, ...projection.laterFlags]
        .filter(({ resolvedAt }) => resolvedAt === null)
        .map(({ kind }) => kind)
        .sort(),
      waitsFor: projection.waitsFor,
    },
  );
}
