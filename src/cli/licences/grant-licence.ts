/** `portal licence:grant`: issues a complimentary licence. */
import type { Command } from 'commander';
import { day, email, paddleId, seats, words } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { grantLicence } from '#server/features/billing/decisions/grant-licence.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import { products } from '#shared/catalogue/products.ts';
import type { CalendarDate } from '#shared/dates.ts';
import { decidedBy } from './licence-actions.ts';

interface Options {
  plan: number;
  until: CalendarDate;
  seats: number;
  reason: string;
}

export function addGrantLicence(program: Command): void {
  const command = program
    .command('licence:grant')
    .summary('give a customer a complimentary licence')
    .description(
      'Gives a customer a licence free of charge. The customer must have registered and confirmed the address, ' +
        'and finds the key in the portal.',
    )
    .argument('<email>', 'the e-mail address of the customer', email)
    .requiredOption('--plan <id>', 'the Paddle id of the plan, shown by plan:list', paddleId)
    .requiredOption('--until <day>', 'the last day the licence works, YYYY-MM-DD', day)
    .option('--seats <number>', `for ${products.filter(isSoldPerSeat).join(', ')}`, seats, 1)
    .requiredOption('--reason <text>', 'the reason, kept on record', words(500));
  answers<Options>(command, (options, address) =>
    withPortal(async (deps) => {
      const account = await deps.accounts.findByEmail(address);
      if (!account) return refused(`There is no account for ${address}.`);
      if (!account.emailVerified) {
        return refused(`${address} has not been confirmed yet, so it may belong to another person.`);
      }
      const plan = await deps.plans.findByPaddleId(options.plan);
      if (!plan)
        return refused(
          `There is no plan with the Paddle id ${options.plan}. Run plan:list to see the plans.`,
        );
      const { until, reason } = options;
      const granted = await grantLicence(deps, {
        userId: account.id,
        plan,
        until,
        seats: options.seats,
        by: decidedBy,
        reason,
      });
      if (granted.status === 'refused') return refused(sentences[granted.reason]);
      const { licenceId } = granted;
      const what = `${plan.product} (${plan.friendlyName})`;
      return done(`${address} has licence ${licenceId} for ${what} through ${until}.`, {
        licence_id: licenceId,
        email: account.email,
        plan: plan.paddlePlanId,
        product: plan.product,
        seats: options.seats,
        until,
      });
    }),
  );
}

const sentences = {
  no_reason: 'Give a reason: --reason must not be empty.',
  already_over: 'That day is in the past. --until is the last day the licence works.',
  request_of_another: 'The ID of this request is already in use. Run the command again.',
  not_per_seat: 'The product of this plan is not sold per seat. Omit --seats.',
} as const;
