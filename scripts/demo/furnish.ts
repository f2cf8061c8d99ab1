/** Creates the accounts that the demo announces: a customer with a licence, an administrator and an instance. */

import { makeAdministrator } from '#server/features/administration/make-administrator.ts';
import { resetTwoStep } from '#server/features/identity/two-step/reset-two-step.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { dayOf } from '#shared/dates.ts';
import { actAsAdministrator } from './acts.ts';
import type { DemoFacts } from './demo-file.ts';
import { type LogIn, type Person, readHistory } from './history/history.ts';
import { pingsOfLastMonth } from './history/pings.ts';
import { furnishInstances } from './instances/furnish-instances.ts';
import { passwordsOf, type Secrets } from './secrets.ts';
import type { Shop } from './shop.ts';
import { enter, type Person as Visitor } from './visitor.ts';

type Instance = DemoFacts['instance'];

export const tokenForm = ({ client_id, client_secret }: Instance): URLSearchParams =>
  new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret, scope: 'manage-key' });

async function isAccepted(url: string, instance: Instance): Promise<boolean> {
  const answer = await fetch(`${url}/oauth/token`, { method: 'POST', body: tokenForm(instance) });
  return answer.ok;
}

/**
 * Returns the instance from the previous start if the portal still accepts its credentials. Otherwise creates a new
 * one, with the pings of a month, and further ones.
 */
async function instanceOf(shop: Shop, earlier: Instance | undefined): Promise<Instance> {
  if (earlier && (await isAccepted(shop.portal.url, earlier))) return earlier;
  const made = await shop.asOperator(async (deps) => {
    const client = await createClient(deps, { name: 'Demo instance', product: null });
    await deps.pingCounts.add(pingsOfLastMonth(client.clientId, dayOf(deps.now())));
    await furnishInstances(deps);
    return client;
  });
  return { client_id: made.clientId, client_secret: made.clientSecret };
}

function logInsOf(
  people: readonly Person[],
  passwords: Readonly<Record<LogIn, string>>,
): DemoFacts['log_ins'] {
  const endpointOf = (logIn: LogIn) => {
    const person = people.find((one) => one.logIn === logIn);
    if (!person) throw new Error(`nobody in the history is "${logIn}"`);
    return { email: person.email, password: passwords[logIn] };
  };
  return {
    new: endpointOf('new'),
    active: endpointOf('active'),
    past_due: endpointOf('past_due'),
    cancelled: endpointOf('cancelled'),
  };
}

/**
 * Returns the secret of the administrator's authenticator app, adding the app if necessary. Administrators must use
 * two-step verification. `api` calls the portal as the administrator; null if the app existed, because its codes are
 * for the visitors of the demo.
 */
async function authenticatorOf(shop: Shop, admin: Visitor, known: string | null) {
  const visit = await enter(shop.visitorParts, admin);
  if (!visit.asksForSecondFactor) return { secret: await visit.addAuthenticator(), api: visit.api };
  if (known !== null) return { secret: known, api: null };
  // The file that contained the secret is missing, but the account in the database still has the authenticator app.
  await shop.asOperator((deps) => resetTwoStep(deps, admin));
  const again = await enter(shop.visitorParts, admin);
  return { secret: await again.addAuthenticator(), api: again.api };
}

/** Creates what is missing and keeps what exists, so it can be called on every start. */
export async function furnishShop(
  shop: Shop,
  { secrets, earlier, databaseUrl }: { secrets: Secrets; earlier: DemoFacts | null; databaseUrl: string },
): Promise<DemoFacts> {
  const customer = {
    name: 'Ada Customer',
    email: 'customer@example.org',
    password: secrets.customerPassword,
  };
  const admin = { name: 'Alan Administrator', email: 'admin@example.org', password: secrets.adminPassword };
  const entered = authenticatorOf(shop, admin, earlier?.admin.totp_secret ?? null);
  const visit = await enter(shop.visitorParts, customer);
  const licenceKey = await visit.licenceKey({ product: 'Monica', country: 'US', quantity: 1 });
  const { secret: totpSecret, api } = await entered;
  shop.mailbox.showCodesOf({ account: admin.email, secret: totpSecret });
  const made = await shop.asOperator((deps) =>
    makeAdministrator(deps, { email: admin.email, role: 'administrator' }),
  );
  if (made.status !== 'done' && made.status !== 'unchanged') {
    throw new Error(`The administrator could not be created: ${made.status}`);
  }
  const logIns = logInsOf(readHistory(), passwordsOf(secrets));
  if (api) {
    const spared = new Set([customer.email, ...Object.values(logIns).map(({ email }) => email)]);
    await actAsAdministrator({ api, visitorParts: shop.visitorParts, spared });
  }
  return {
    url: shop.portal.url,
    twin_url: shop.twin.url,
    mail_url: shop.mailbox.url,
    metrics_url: shop.portal.metricsUrl,
    database_url: databaseUrl,
    customer: { email: customer.email, password: customer.password },
    admin: { email: admin.email, password: admin.password, totp_secret: totpSecret },
    log_ins: logIns,
    instance: await instanceOf(shop, earlier?.instance),
    licence_key: licenceKey,
    private_key: secrets.privateKey,
    paddle_public_key: shop.twin.publicKey,
  };
}
