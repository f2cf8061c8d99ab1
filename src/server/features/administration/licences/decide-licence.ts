/** Carries out an administrator's decision about a customer's licence, with the facts for the audit log. */
import type { BoundDeps } from '#server/deps.ts';
import type { AuditSubject } from '#server/features/administration/audit/audit-log.repository.ts';
import type { Performed } from '#server/features/administration/audit/audited.ts';
import type { LicenceOutcome } from '#server/features/billing/decisions/run-licence-action.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import type { AuditFacts } from '#shared/administration/audit.ts';
import type { ActOnLicence, LicenceOfCustomer } from '#shared/administration/licences.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';

/**
 * Names the licence as what an act concerns. If the customer has no such licence, the act fails, and its entry names no
 * stream.
 */
export async function licenceSubject(
  { licences }: Pick<BoundDeps, 'licences'>,
  { customerId, licenceId }: LicenceOfCustomer,
): Promise<AuditSubject> {
  const licence = await licences.findByIdForUser(licenceId, customerId);
  return { kind: 'licence', id: licenceId, userId: customerId, stream: licence?.stream ?? null };
}

/** Throws `not_found` if the customer has no such licence. */
async function licenceOf(
  { licences }: Pick<BoundDeps, 'licences'>,
  { customerId, licenceId }: LicenceOfCustomer,
): Promise<Licence> {
  const licence = await licences.findByIdForUser(licenceId, customerId);
  if (!licence) throw new AppError('not_found', `customer ${customerId} has no licence ${licenceId}`);
  return licence;
}

/** The errors for the decisions that can be refused. */
const codes = {
  no_reason: 'invalid_input',
  unknown_licence: 'not_found',
  already_revoked: 'changed_meanwhile',
  not_revoked: 'changed_meanwhile',
  revoked: 'licence_revoked',
  already_over: 'day_over',
  not_later: 'not_an_extension',
} as const satisfies Record<string, ErrorCode>;

const factsOf = ({ status, validUntil }: Licence): AuditFacts => ({ status, validUntil });

/** Carries out the decision in the transaction of the act. Throws the reason if it is refused. */
export async function decideLicence<
  Refusal extends Exclude<keyof typeof codes, 'no_reason' | 'unknown_licence'>,
>(
  inside: Pick<BoundDeps, 'licences'>,
  licence: LicenceOfCustomer,
  decide: () => Promise<LicenceOutcome<Refusal>>,
): Promise<Performed<null>> {
  const before = await licenceOf(inside, licence);
  const outcome = await decide();
  if (outcome.status === 'refused')
    throw new AppError(codes[outcome.reason], `the decision about licence ${before.id} was refused`);
  return { result: null, before: factsOf(before), after: factsOf(outcome.licence) };
}

/** The decision as the log of events records it. */
export const decisionOf = ({ licenceId, reason }: ActOnLicence, by: number) => ({ licenceId, by, reason });
