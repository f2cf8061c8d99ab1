/** Bundles the messages that several page sets use. */
import { authErrors, errors, failure } from '#client/i18n/en/app/failures.ts';
import { fields } from '#client/i18n/en/app/fields.ts';
import { app, nav, notFound } from '#client/i18n/en/app/frame.ts';
import { changeErrors } from '#client/i18n/en/billing/change-errors.ts';
import { prices } from '#client/i18n/en/catalogue/prices.ts';
import { oauthOutcome } from '#client/i18n/en/identity/oauth-outcome.ts';
import { confirm, emailCode } from '#client/i18n/en/identity/reauthentication.ts';
import { keyErrors } from '#client/i18n/en/licences/key-errors.ts';

export const messages = {
  app,
  authErrors,
  changeErrors,
  confirm,
  emailCode,
  errors,
  failure,
  fields,
  keyErrors,
  nav,
  notFound,
  oauthOutcome,
  prices,
};
