/** `portal figures:rebuild`: calculates the figures of the overview again from the event log. */
import type { Command } from 'commander';
import { withPortal } from '#cli/open-portal.ts';
import { counted, done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { rebuildFigures } from '#server/features/administration/figures/rebuild-figures.ts';

export function addRebuildFigures(program: Command): void {
  const command = program
    .command('figures:rebuild')
    .summary('calculate the overview’s figures again')
    .description(
      'Calculates the figures of the overview again from the event log and corrects those that differ. Needed after ' +
        'LICENCE_GRACE_DAYS was changed. The command can be repeated, even while the portal is running.',
    );
  answers(command, () =>
    withPortal(async (deps) => {
      const rebuilt = await rebuildFigures(deps);
      if (rebuilt === null)
        return refused(
          'The figures are being updated, or an update has just failed. Try again in ten minutes.',
        );
      const { streams, changed, corrected, failures } = rebuilt;
      const json = { streams, changed, corrected_days: corrected.length, failures };
      const text = `${counted(streams, 'stream')} calculated: ${counted(changed, 'stream')} and ${counted(corrected.length, 'sum')} of days corrected.`;
      if (failures.length === 0) return done(text, json);
      const left = failures.map(({ stream, problem }) => `${stream} (${problem})`).join(', ');
      return refused(
        `${counted(failures.length, 'stream')} could not be calculated (left unchanged): ${left}.`,
        json,
        text,
      );
    }),
  );
}
