/** Reverses a revocation. */
import type { Deps } from '#server/deps.ts';
import { type LicenceAction, type LicenceOutcome, runLicenceAction } from './run-licence-action.ts';

/** Reinstates the licence. It gets the state that payments and other decisions give it, and keeps its key. */
export function reinstateLicence(
  deps: Pick<Deps, 'transaction'>,
  decision: LicenceAction,
): Promise<LicenceOutcome<'not_revoked'>> {
  const { by, reason } = decision;
  return runLicenceAction(deps, decision, (licence) =>
    licence.status === 'revoked'
      ? { event: { type: 'licence_reinstated', by, reason } }
      : { refuse: 'not_revoked' },
  );
}
