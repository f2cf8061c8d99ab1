/** `portal plan:translate`: sets or removes a plan's name and description in one language. */
import { type Command, Option } from 'commander';
import { paddleId, words } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import { languages } from '#shared/languages/languages.ts';

interface Options {
  paddleId: number;
  language: Locale;
  friendlyName?: string;
  description?: string;
  remove?: true;
}

export function addTranslatePlan(program: Command): void {
  const command = program
    .command('plan:translate')
    .summary("set a plan's name and description in a language")
    .description(
      'Sets what customers who use a language read about a plan. Without it, they read the texts of plan:add.',
    )
    .requiredOption('--paddle-id <number>', 'the id of the subscription plan at Paddle', paddleId)
    .addOption(new Option('--language <language>').choices(locales).makeOptionMandatory())
    .option('--friendly-name <text>', 'the name, such as "Formule annuelle"', words(255))
    .option('--description <text>', 'one sentence for customers', words(1024))
    .option('--remove', 'remove the texts in this language');
  answers<Options>(command, ({ paddleId: id, language, friendlyName, description, remove }) =>
    withPortal(async ({ plans }) => {
      const hasTexts = friendlyName !== undefined && description !== undefined;
      if (remove ? friendlyName !== undefined || description !== undefined : !hasTexts)
        return refused('Give either both --friendly-name and --description, or --remove.');
      const plan = await plans.translate(id, language, hasTexts ? { friendlyName, description } : null);
      if (!plan) return refused(`There is no plan with the Paddle id ${id}. Add it with plan:add.`);
      const { ownName } = languages[language];
      return done(
        hasTexts
          ? `Customers who use ${ownName} now read “${friendlyName}” for plan ${id}.`
          : `Plan ${id} has no texts for customers who use ${ownName}.`,
        { plan },
      );
    }),
  );
}
