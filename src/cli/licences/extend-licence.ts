/** `portal licence:extend`: makes a licence work longer than the period that has been paid. */
import type { Command } from 'commander';
import { day, licenceId, words } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { extendLicence } from '#server/features/billing/decisions/extend-licence.ts';
import { certainThrough } from '#server/features/licences/licence-validity.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { decidedBy, licenceJson, pingAnswer, whyRefused } from './licence-actions.ts';

export function addExtendLicence(program: Command): void {
  const command = program
    .command('licence:extend')
    .summary('extend a licence beyond the paid period')
    .description(
      'Keeps a licence working through at least the given day, regardless of payments. Paddle’s charges do not change.',
    )
    .argument('<id>', 'the id of the licence', licenceId)
    .requiredOption('--until <day>', 'the last day the licence should work, YYYY-MM-DD', day)
    .requiredOption('--reason <text>', 'the reason, kept on record', words(500));
  answers<{ until: CalendarDate; reason: string }>(command, ({ until, reason }, text) =>
    withPortal(async (deps) => {
      const id = Number(text);
      const extended = await extendLicence(deps, { licenceId: id, until, by: decidedBy, reason });
      if (extended.status === 'refused') {
        return refused(
          whyRefused(extended, id, {
            already_over: 'That day is in the past. --until is the last day the licence should work.',
            not_later: (licence) =>
              `Licence ${id} already works through ${certainThrough(licence)}. --until must be later.`,
            revoked: `Licence ${id} is revoked. Run licence:reinstate first.`,
          }),
        );
      }
      const { licence } = extended;
      return done(
        `Licence ${id} works through at least ${until}. A ping returns ${pingAnswer(deps, licence)}.`,
        {
          ...licenceJson(licence),
          until,
        },
      );
    }),
  );
}
