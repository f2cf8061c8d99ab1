/** Every sentence in English, a file for each noun. Money, dates and names come in as finished text. */
import { auth } from './en/auth.ts';
import { receipts } from './en/billing.ts';
import { country, offers, waiting } from './en/catalogue.ts';
import { confirm } from './en/confirm.ts';
import { authErrors, errors, failure, fields } from './en/failures.ts';
import { legal } from './en/legal.ts';
import { key, licence, line, manage, notice, status, use } from './en/licences.ts';
import { app, forbidden, home, nav, notFound, welcome } from './en/pages.ts';
import { passkeys } from './en/passkeys.ts';
import { person } from './en/person.ts';
import { providers } from './en/providers.ts';
import { copying, secondFactors, twoStep } from './en/second-factors.ts';
import { settings } from './en/settings.ts';
import { tokens } from './en/tokens.ts';
import { yourData } from './en/your-data.ts';

export const en = {
  app,
  nav,
  errors,
  failure,
  notFound,
  forbidden,
  welcome,
  auth,
  fields,
  authErrors,
  home,
  status,
  licence,
  notice,
  line,
  key,
  use,
  manage,
  offers,
  country,
  waiting,
  receipts,
  confirm,
  settings,
  providers,
  tokens,
  yourData,
  person,
  copying,
  secondFactors,
  passkeys,
  twoStep,
} as const;

export { legal };
