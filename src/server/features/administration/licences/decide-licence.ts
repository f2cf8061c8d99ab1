/** Carries out an administrator's decision about a customer's licence, with the facts for the audit log. */
import type { BoundDeps } from '#server/deps.ts';
import type { ActContext } from '#server/features/administration/audit/act-context.ts';
import type { AuditSubject } from '#server/features/administration/audit/audit-log.repository.ts';
import type { Performed } from '#server/features/administration/audit/audited.ts';
import type { LicenceAction, LicenceOutcome } from '#server/features/billing/decisions/run-licence-action.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import type { done } from '#server/platform/trpc/done.ts';
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

type Refusal = Exclude<keyof typeof codes, 'no_reason' | 'unknown_licence'>;

/**
 * Carries out a decision about a licence, as an act of the administrator. Throws the reason if the decision is refused.
 */
export async function decide<R extends Refusal>(
  { deps, administrator, actOnCustomer }: Pick<ActContext, 'deps' | 'administrator' | 'actOnCustomer'>,
  asked: ActOnLicence,
  decision: (inside: BoundDeps, decision: LicenceAction) => Promise<LicenceOutcome<R>>,
): Promise<typeof done> {
  const { licenceId, reason } = asked;
  const by = administrator.userId;
  const work = async (inside: BoundDeps): Promise<Performed<null>> => {
    const before = await licenceOf(inside, asked);
    const outcome = await decision(inside, { licenceId, by, reason });
    if (outcome.status === 'refused')
      throw new AppError(codes[outcome.reason], `the decision about licence ${before.id} was refused`);
    return { result: null, before: factsOf(before), after: factsOf(outcome.licence) };
  };
  return actOnCustomer(asked, work, await licenceSubject(deps, asked));
}
