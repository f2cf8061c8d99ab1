/** The operator's command line: `npm run portal -- <command>`. */
import { Command } from 'commander';
import { addAddPlan } from './add-plan.ts';
import { addGenerateKey } from './generate-key.ts';
import { addListPlans } from './list-plans.ts';
import { addMigrate } from './migrate.ts';
import { runCommandLine } from './run-command.ts';
import { addVerifyWebhook } from './verify-webhook.ts';

const program = new Command('portal')
  .description('What an operator of the customer portal does. It reads the same settings as the server.')
  .showHelpAfterError('(add --help for what this command understands)')
  .exitOverride();

for (const add of [addMigrate, addGenerateKey, addAddPlan, addListPlans, addVerifyWebhook]) add(program);

await runCommandLine(program, process.argv.slice(2));
