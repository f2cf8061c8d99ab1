/** `portal licence:reinstate`: undoes a revocation. */
import type { Command } from 'commander';
import { licenceId, words } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { reinstateLicence } from '#server/features/billing/decisions/reinstate-licence.ts';
import { decidedBy, licenceJson, pingAnswer, whyRefused } from './licence-actions.ts';

export function addReinstateLicence(program: Command): void {
  const command = program
    .command('licence:reinstate')
    .summary('undo the revocation of a licence')
    .description(
      'Undoes a revocation. The state of the licence depends on its payments again, and the key stays the same.',
    )
    .argument('<id>', 'the id of the licence', licenceId)
    .requiredOption('--reason <text>', 'the reason, kept on record', words(500));
  answers<{ reason: string }>(command, ({ reason }, text) =>
    withPortal(async (deps) => {
      const id = Number(text);
      const reinstated = await reinstateLicence(deps, { licenceId: id, by: decidedBy, reason });
      if (reinstated.status === 'refused') {
        return refused(whyRefused(reinstated, id, { not_revoked: `Licence ${id} is not revoked.` }));
      }
      const { licence } = reinstated;
      return done(
        `Reinstated licence ${id}: ${licence.status}. A ping returns ${pingAnswer(deps, licence)}.`,
        {
          ...licenceJson(licence),
        },
      );
    }),
  );
}
