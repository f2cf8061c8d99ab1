/** Bundles the messages of the customer pages. */
import { forbidden, home } from '#client/i18n/fr/app/home.ts';
import { changeSteps } from '#client/i18n/fr/billing/change-steps.ts';
import { changes } from '#client/i18n/fr/billing/changes.ts';
import { history } from '#client/i18n/fr/billing/history.ts';
import { receipts } from '#client/i18n/fr/billing/receipts.ts';
import { country, offers, waiting } from '#client/i18n/fr/catalogue/offers.ts';
import { key, licence, line, manage, notice, status, use } from '#client/i18n/fr/licences/licences.ts';
import type { MessagesOf } from '#client/i18n/translation.ts';

export const messages: MessagesOf<'customer'> = {
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
