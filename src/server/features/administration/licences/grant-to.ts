/** Grants a customer a complimentary licence on behalf of an administrator. */
import type { z } from 'zod';
import type { BoundDeps } from '#server/deps.ts';
import type { Performed } from '#server/features/administration/audit/audited.ts';
import { grantLicence } from '#server/features/billing/decisions/grant-licence.ts';
import type { Granted, NewGrant } from '#shared/administration/licences.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';

const codes = {
  no_reason: 'invalid_input',
  already_over: 'day_over',
  not_per_seat: 'plan_without_seats',
  request_of_another: 'invalid_input',
} as const satisfies Record<string, ErrorCode>;

/** Throws the reason if the licence can't be granted. */
export async function grantTo(
  inside: BoundDeps,
  { customerId, planId, ...grant }: z.output<typeof NewGrant> & { by: number },
): Promise<Performed<z.infer<typeof Granted>>> {
  const plan = await inside.plans.findById(planId);
  if (!plan) throw new AppError('not_found', `there is no plan ${planId}`);
  const outcome = await grantLicence(inside, { userId: customerId, plan, ...grant });
  if (outcome.status === 'refused') throw new AppError(codes[outcome.reason], 'the licence was not granted');
  const { licenceId } = outcome;
  const { until, seats } = grant;
  return { result: { licenceId }, after: { licence: licenceId, plan: plan.planName, until, seats } };
}
