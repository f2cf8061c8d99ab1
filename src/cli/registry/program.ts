/** Creates the command line from all of its commands. */
import { Command } from 'commander';
import { addIndexCustomers } from '#cli/administration/index-customers.ts';
import { addMakeAdministrator } from '#cli/administration/make-administrator.ts';
import { addRebuildFigures } from '#cli/administration/rebuild-figures.ts';
import { addListFlags } from '#cli/billing/list-flags.ts';
import { addListInbox } from '#cli/billing/list-inbox.ts';
import { addRebuildInbox } from '#cli/billing/rebuild-inbox.ts';
import { addReconcile } from '#cli/billing/reconcile.ts';
import { addRefundPayment } from '#cli/billing/refund-payment.ts';
import { addReplayInbox } from '#cli/billing/replay-inbox.ts';
import { addResolveFlag } from '#cli/billing/resolve-flag.ts';
import { addVerifyWebhook } from '#cli/billing/verify-webhook.ts';
import { addAddPlan } from '#cli/catalogue/add-plan.ts';
import { addListPlans } from '#cli/catalogue/list-plans.ts';
import { addRetirePlan } from '#cli/catalogue/retire-plan.ts';
import { addTranslatePlan } from '#cli/catalogue/translate-plan.ts';
import { addResetSecondFactor } from '#cli/identity/reset-two-step.ts';
import { addSignOutCustomer } from '#cli/identity/sign-out-customer.ts';
import { addCreateClient } from '#cli/instances/create-client.ts';
import { addListClients } from '#cli/instances/list-clients.ts';
import { addRevokeClient } from '#cli/instances/revoke-client.ts';
import { addRotateClient } from '#cli/instances/rotate-client.ts';
import { addExplainLicence } from '#cli/licences/explain-licence.ts';
import { addExtendLicence } from '#cli/licences/extend-licence.ts';
import { addGrantLicence } from '#cli/licences/grant-licence.ts';
import { addReadLicence } from '#cli/licences/read-licence.ts';
import { addReinstateLicence } from '#cli/licences/reinstate-licence.ts';
import { addReissueLicence } from '#cli/licences/reissue-licence.ts';
import { addRevokeLicence } from '#cli/licences/revoke-licence.ts';
import { addGenerateKey } from '#cli/operation/generate-key.ts';
import { addListMails } from '#cli/operation/list-mails.ts';
import { addMigrate } from '#cli/operation/migrate.ts';
import { addPreviewMail } from '#cli/operation/preview-mail.ts';
import { addRetryMail } from '#cli/operation/retry-mail.ts';
import { addEraseCustomer } from '#cli/privacy/erase-customer.ts';
import { addCompareAnswers } from '#cli/takeover/compare-answers.ts';
import { addForwardAlerts } from '#cli/takeover/forward-alerts.ts';
import { addImportLaravel } from '#cli/takeover/import-laravel.ts';

const verbs = [
  addMigrate,
  addGenerateKey,
  addAddPlan,
  addTranslatePlan,
  addListPlans,
  addRetirePlan,
  addCreateClient,
  addListClients,
  addRotateClient,
  addRevokeClient,
  addMakeAdministrator,
  addIndexCustomers,
  addSignOutCustomer,
  addResetSecondFactor,
  addGrantLicence,
  addExtendLicence,
  addRevokeLicence,
  addReinstateLicence,
  addReissueLicence,
  addReadLicence,
  addRefundPayment,
  addListFlags,
  addResolveFlag,
  addVerifyWebhook,
  addPreviewMail,
  addListMails,
  addRetryMail,
  addEraseCustomer,
  addExplainLicence,
  addListInbox,
  addReplayInbox,
  addRebuildInbox,
  addReconcile,
  addRebuildFigures,
  addImportLaravel,
  addCompareAnswers,
  addForwardAlerts,
];

/**
 * Creates the command line but doesn't parse any arguments. If the usage is wrong, it throws a `CommanderError` instead
 * of ending the process.
 */
export function createProgram(): Command {
  const program = new Command('portal')
    .description('Commands for operators of the customer portal. They read the same settings as the server.')
    .showHelpAfterError('(Run the command with --help to see its arguments and options.)')
    .exitOverride();
  for (const add of verbs) add(program);
  return program;
}
