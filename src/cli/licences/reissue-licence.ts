/** `portal licence:reissue`: replaces the key of a licence, e.g. after a leak. */
import type { Command } from 'commander';
import { licenceId, overlapDays, words } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, facts, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { defaultOverlapDays, reissueLicence } from '#server/features/billing/decisions/reissue-licence.ts';
import { decidedBy, whyRefused } from './licence-actions.ts';

export function addReissueLicence(program: Command): void {
  const command = program
    .command('licence:reissue')
    .summary('replace the key of a licence')
    .description(
      'Replaces the key of a licence, for example after a leak, and prints the new one. The customer also finds it in the portal. ' +
        'The old key keeps working during the overlap, so that no instance is locked while its key is being replaced. After that, a ping ' +
        'with the old key returns 404.',
    )
    .argument('<id>', 'the id of the licence', licenceId)
    .option(
      '--overlap-days <number>',
      'how many days the old key keeps working; 0 ends it immediately',
      overlapDays,
      defaultOverlapDays,
    )
    .requiredOption('--reason <text>', 'the reason, kept on record', words(500));
  answers<{ overlapDays: number; reason: string }>(command, (options, text) =>
    withPortal(async (deps) => {
      const id = Number(text);
      const reissued = await reissueLicence(deps, { licenceId: id, by: decidedBy, ...options });
      if (reissued.status === 'refused') return refused(whyRefused(reissued, id, {}));
      const { key, oldKeysUntil } = reissued;
      const oldKey =
        options.overlapDays === 0 ? 'refused from now on' : `works until ${oldKeysUntil.toISOString()}`;
      return done(facts({ Licence: id, 'New key': key, 'Old key': oldKey }), {
        licence_id: id,
        key,
        old_keys_until: oldKeysUntil,
      });
    }),
  );
}
