/** Bundles the messages that several page sets use. */
import { authErrors, errors, failure } from '#client/i18n/fr/app/failures.ts';
import { fields } from '#client/i18n/fr/app/fields.ts';
import { app, nav, notFound } from '#client/i18n/fr/app/frame.ts';
import { changeErrors } from '#client/i18n/fr/billing/change-errors.ts';
import { prices } from '#client/i18n/fr/catalogue/prices.ts';
import { oauthOutcome } from '#client/i18n/fr/identity/oauth-outcome.ts';
import { confirm, emailCode } from '#client/i18n/fr/identity/reauthentication.ts';
import { keyErrors } from '#client/i18n/fr/licences/key-errors.ts';
import type { MessagesOf } from '#client/i18n/translation.ts';

export const messages: MessagesOf<'common'> = {
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
