/** `portal customer:index`: brings the index by which administrators find and filter customers up to date. */
import type { Command } from 'commander';
import { withPortal } from '#cli/open-portal.ts';
import { counted, done } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { indexAll } from '#server/features/accounts/customer-index/index-customers.ts';

export function addIndexCustomers(program: Command): void {
  const command = program
    .command('customer:index')
    .summary('index all customers again for the administrators’ search and list')
    .description(
      'Compares the index by which administrators find and filter customers with the accounts and licences, and ' +
        'corrects it. The portal does this itself, within minutes, for everything that changes. Run the command after ' +
        'rows were imported or edited in the database. It can be repeated, even while the portal is running.',
    );
  answers(command, () =>
    withPortal(async (deps) => {
      let outdated = 0;
      await indexAll(deps, {
        onPage: (_last, found) => {
          outdated += found;
        },
      });
      const text =
        outdated === 0 ? 'The index was up to date.' : `${counted(outdated, 'customer')} indexed again.`;
      return done(text, { outdated });
    }),
  );
}
