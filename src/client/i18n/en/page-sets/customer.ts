/** Bundles the messages of the customer pages. */
import { forbidden, home } from '#client/i18n/en/app/home.ts';
import { changeSteps } from '#client/i18n/en/billing/change-steps.ts';
import { changes } from '#client/i18n/en/billing/changes.ts';
import { history } from '#client/i18n/en/billing/history.ts';
import { receipts } from '#client/i18n/en/billing/receipts.ts';
import { country, offers, waiting } from '#client/i18n/en/catalogue/offers.ts';
import { key, licence, line, manage, notice, status, use } from '#client/i18n/en/licences/licences.ts';

export const messages = {
  changeSteps,
  changes,
  country,
  forbidden,
  history,
  home,
  key,
  licence,
  line,
  manage,
  notice,
  offers,
  receipts,
  status,
  use,
  waiting,
};
