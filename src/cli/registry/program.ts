/** Every command there is. */
import { Command } from 'commander';
import { addAddPlan } from '../add-plan.ts';
import { addCreateClient } from '../create-client.ts';
import { addEraseCustomer } from '../erase-customer.ts';
import { addExplainLicence } from '../explain-licence.ts';
import { addExtendLicence } from '../extend-licence.ts';
import { addGenerateKey } from '../generate-key.ts';
import { addGrantLicence } from '../grant-licence.ts';
import { addListClients } from '../list-clients.ts';
import { addListFlags } from '../list-flags.ts';
import { addListInbox } from '../list-inbox.ts';
import { addListMails } from '../list-mails.ts';
import { addListPlans } from '../list-plans.ts';
import { addMakeAdministrator } from '../make-administrator.ts';
import { addMigrate } from '../migrate.ts';
import { addPreviewMail } from '../preview-mail.ts';
import { addReadLicence } from '../read-licence.ts';
import { addRebuildInbox } from '../rebuild-inbox.ts';
import { addReconcile } from '../reconcile.ts';
import { addRefundPayment } from '../refund-payment.ts';
import { addReinstateLicence } from '../reinstate-licence.ts';
import { addReissueLicence } from '../reissue-licence.ts';
import { addReplayInbox } from '../replay-inbox.ts';
import { addResetSecondFactor } from '../reset-second-factor.ts';
import { addResolveFlag } from '../resolve-flag.ts';
import { addRetryMail } from '../retry-mail.ts';
import { addRevokeClient } from '../revoke-client.ts';
import { addRevokeLicence } from '../revoke-licence.ts';
import { addRotateClient } from '../rotate-client.ts';
import { addSignOutCustomer } from '../sign-out-customer.ts';
import { addVerifyWebhook } from '../verify-webhook.ts';

const verbs = [
  addMigrate,
  addGenerateKey,
  addAddPlan,
  addListPlans,
  addCreateClient,
  addListClients,
  addRotateClient,
  addRevokeClient,
  addMakeAdministrator,
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
];

/** The whole command line, which has read nothing yet. */
export function createProgram(): Command {
  const program = new Command('portal')
    .description('What an operator of the customer portal does. It reads the same settings as the server.')
    .showHelpAfterError('(add --help for what this command understands)')
    .exitOverride();
  for (const add of verbs) add(program);
  return program;
}
