/** `portal licence:revoke`: ends a licence immediately. */
import type { Command } from 'commander';
import { licenceId, words } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { revokeLicence } from '#server/features/billing/decisions/revoke-licence.ts';
import { decidedBy, isStillCharged, licenceJson, whyRefused } from './licence-actions.ts';

export function addRevokeLicence(program: Command): void {
  const command = program
    .command('licence:revoke')
    .summary('end a licence immediately')
    .description(
      'Ends a licence immediately: a ping with its key returns 410, and an instance locks at its next check. This ' +
        'neither cancels the subscription at Paddle nor refunds a payment. To undo it, run licence:reinstate.',
    )
    .argument('<id>', 'the id of the licence', licenceId)
    .requiredOption('--reason <text>', 'the reason, kept on record', words(500));
  answers<{ reason: string }>(command, ({ reason }, text) =>
    withPortal(async (deps) => {
      const id = Number(text);
      const revoked = await revokeLicence(deps, { licenceId: id, by: decidedBy, reason });
      if (revoked.status === 'refused') {
        return refused(whyRefused(revoked, id, { already_revoked: `Licence ${id} is already revoked.` }));
      }
      const stillCharged = await isStillCharged(deps, revoked.licence);
      const note = stillCharged ? ' Its subscription is still active at Paddle. Cancel it there.' : '';
      return done(`Revoked licence ${id}.${note}`, {
        ...licenceJson(revoked.licence),
        still_charged: stillCharged,
      });
    }),
  );
}
