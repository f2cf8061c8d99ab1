/** Bundles the messages of the administration pages. */
import { accountActs, decisions, flags } from '#client/i18n/en/administration/account-acts.ts';
import { actErrors, acts } from '#client/i18n/en/administration/acts.ts';
import { administrators } from '#client/i18n/en/administration/administrators.ts';
import { audit, facts } from '#client/i18n/en/administration/audit.ts';
import { customer } from '#client/i18n/en/administration/customer.ts';
import { customers, palette } from '#client/i18n/en/administration/customers.ts';
import { act, administration, roles, table } from '#client/i18n/en/administration/frame.ts';
import { inbox } from '#client/i18n/en/administration/inbox.ts';
import { clientActs, instances } from '#client/i18n/en/administration/instances.ts';
import {
  licenceActs,
  refunds,
  subscriptionActs,
  whyLicence,
} from '#client/i18n/en/administration/licence-acts.ts';
import { mailKinds, mails } from '#client/i18n/en/administration/mails.ts';
import { definitions, figures, health, overview } from '#client/i18n/en/administration/overview.ts';
import { plans } from '#client/i18n/en/administration/plans.ts';
import { theirChanges, theirHistory, theirSecurityLog } from '#client/i18n/en/administration/their-words.ts';
import { view } from '#client/i18n/en/administration/view.ts';

export const messages = {
  accountActs,
  act,
  actErrors,
  acts,
  administration,
  administrators,
  audit,
  clientActs,
  customer,
  customers,
  decisions,
  definitions,
  facts,
  flags,
  instances,
  figures,
  health,
  mailKinds,
  mails,
  overview,
  inbox,
  palette,
  plans,
  licenceActs,
  refunds,
  roles,
  subscriptionActs,
  table,
  theirChanges,
  theirHistory,
  theirSecurityLog,
  view,
  whyLicence,
};
