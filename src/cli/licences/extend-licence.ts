/** `portal licence:extend`: lets a licence work beyond its paid period. */
import type { Command } from 'commander';
import { day, licenceId, words } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { extendLicence } from '#server/features/billing/decisions/extend-licence.ts';
import { certainThrough } from '#server/features/licences/check-licence.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { decidedBy, licenceJson, pingAnswer, whyRefused } from './licence-actions.ts';

export function addExtendLicence(program: Command): void {
  const command = program
    .command('licence:extend')
    .summary('let a licence work longer than it was paid for')
    .description(
      'Lets a licence work through a day at least, whatever was paid. What Paddle charges stays as it is.',
    )
    .argument('<id>', 'the number of the licence', licenceId)
    .requiredOption('--until <day>', 'the last day it is to work, YYYY-MM-DD', day)
    .requiredOption('--reason <text>', 'why, for whoever asks later', words(500));
  answers<{ until: CalendarDate; reason: string }>(command, ({ until, reason }, text) =>
    withPortal(async (deps) => {
      const id = Number(text);
      const extended = await extendLicence(deps, { licenceId: id, until, by: decidedBy, reason });
      if (extended.status === 'refused') {
        return refused(
          whyRefused(extended, id, {
            already_over: 'That day is over: --until is the last day the licence is to work.',
            not_later: (licence) =>
              `Licence ${id} works through ${certainThrough(licence)} already: --until must be later.`,
            revoked: `Licence ${id} is revoked: licence:reinstate comes first.`,
          }),
        );
      }
      const { licence } = extended;
      return done(
        `Licence ${id} works through ${until} at least. A ping answers ${pingAnswer(deps, licence)}.`,
        {
          ...licenceJson(licence),
          until,
        },
      );
    }),
  );
}
