/** Revokes a licence immediately, even if it is paid for. */
import type { Deps } from '#server/deps.ts';
import { type LicenceAction, type LicenceOutcome, runLicenceAction } from './run-licence-action.ts';

/**
 * Revokes the licence: its keys are rejected from now on, until the licence is reinstated. Changes nothing at Paddle.
 */
export function revokeLicence(
  deps: Pick<Deps, 'transaction'>,
  decision: LicenceAction,
): Promise<LicenceOutcome<'already_revoked'>> {
  const { by, reason } = decision;
  return runLicenceAction(deps, decision, (licence) =>
    licence.status === 'revoked'
      ? { refuse: 'already_revoked' }
      : { event: { type: 'licence_revoked', by, reason } },
  );
}
