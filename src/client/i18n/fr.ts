/** Every sentence in French. Plain spaces before : ; ? ! in its files; `typesetFrench` sets the right ones. */

import { typesetFrench } from '#shared/languages/typeset-french.ts';
import { auth } from './fr/auth.ts';
import { receipts } from './fr/billing.ts';
import { country, offers, waiting } from './fr/catalogue.ts';
import { confirm } from './fr/confirm.ts';
import { authErrors, errors, failure, fields } from './fr/failures.ts';
import { legal } from './fr/legal.ts';
import { key, licence, line, manage, notice, status, use } from './fr/licences.ts';
import { app, forbidden, home, nav, notFound, welcome } from './fr/pages.ts';
import { passkeys } from './fr/passkeys.ts';
import { person } from './fr/person.ts';
import { providers } from './fr/providers.ts';
import { copying, secondFactors, twoStep } from './fr/second-factors.ts';
import { settings } from './fr/settings.ts';
import { tokens } from './fr/tokens.ts';
import { yourData } from './fr/your-data.ts';
import type { Translation } from './translation.ts';

export const fr = typesetFrench<Translation>({
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
});

export { legal };
