/** Takes a revocation back. */
import type { Deps } from '#server/deps.ts';
import { decideOnLicence, type LicenceDecision, type LicenceOutcome } from './run-licence-action.ts';

/** It is again what its payments and other decisions make of it, with the same key. */
export function reinstateLicence(
  deps: Pick<Deps, 'transaction'>,
  decision: LicenceDecision,
): Promise<LicenceOutcome<'not_revoked'>> {
  const { by, reason } = decision;
  return decideOnLicence(deps, decision, (licence) =>
    licence.status === 'revoked'
      ? { event: { type: 'licence_reinstated', by, reason } }
      : { refuse: 'not_revoked' },
  );
}
