/** Acts as a customer over HTTP: signs up, confirms the e-mail address, signs in, buys a licence and reads its key. */
import { setTimeout as wait } from 'node:timers/promises';
import { createTRPCClient, httpLink } from '@trpc/client';
import superjson from 'superjson';
import type { AppRouter } from '#server/router.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { SignInAnswer } from '#shared/identity/security-log.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { totpCode } from './mailbox/authenticator-app.ts';
import type { Letter } from './mailbox/letter.ts';

export interface Person {
  name: string;
  email: string;
  password: string;
}

export interface VisitorParts {
  url: string;
  /** Returns the messages sent to an address, newest first. */
  letters: (to: string) => Letter[];
  /** Completes the payment at a checkout link, as the buyer would. */
  pay: (payLink: string) => Promise<{ status: string; problem: string | null }>;
}

const patienceMs = 30_000;

async function until<T>(what: string, look: () => Promise<T | null> | T | null): Promise<T> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== null) return found;
    await wait(100);
  }
  throw new Error(`${what} did not arrive within ${patienceMs / 1_000} s`);
}

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');

async function post(url: string, path: string, body: object): Promise<Response> {
  return await fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url },
    body: JSON.stringify(body),
  });
}

interface LoggedIn {
  cookie: string;
  /**
   * True if the password was correct but the portal asks for the second factor. Until it is given, there is no session.
   */
  asksForSecondFactor: boolean;
}

/** Signs in. Returns null if the portal rejects the credentials. */
async function logIn(url: string, { email, password }: Person): Promise<LoggedIn | null> {
  const answer = await post(url, '/api/auth/sign-in/email', { email, password, rememberMe: true });
  if (answer.ok) {
    const { secondFactor } = SignInAnswer.parse(await answer.json());
    return { cookie: cookiesOf(answer), asksForSecondFactor: secondFactor !== undefined };
  }
  if (answer.status === 401 || answer.status === 403) return null;
  throw new Error(`Signing in failed with status ${answer.status}: ${await answer.text()}`);
}

async function register({ url, letters }: VisitorParts, person: Person): Promise<void> {
  const known = new Set(letters(person.email).map(({ id }) => id));
  const answer = await post(url, '/api/auth/sign-up/email', { ...person, termsAccepted: true, locale: 'en' });
  if (!answer.ok) throw new Error(`Registration failed with status ${answer.status}: ${await answer.text()}`);
  const link = await until('The mail that confirms an address', () => {
    const mail = letters(person.email).find(({ id }) => !known.has(id));
    return mail?.text.match(/https?:\/\/\S+\/api\/auth\/verify-email\?\S+/)?.[0] ?? null;
  });
  // The request contains the cookies that were set at sign-up. Without them, the portal would ask for the password, as
  // it does in a different browser.
  const confirmed = await fetch(link, { redirect: 'manual', headers: { cookie: cookiesOf(answer) } });
  if (confirmed.status >= 400) throw new Error(`Confirmation failed with status ${confirmed.status}`);
}

const worksFor = (licence: LicenceView): boolean =>
  licence.standing === 'good' || licence.standing === 'grace';

/**
 * Signs the person in. If the portal rejects the credentials, first registers the person and confirms the e-mail
 * address.
 */
export async function enter(parts: VisitorParts, person: Person) {
  let loggedIn = await logIn(parts.url, person);
  if (loggedIn === null) {
    await register(parts, person);
    loggedIn = await logIn(parts.url, person);
  }
  if (loggedIn === null) throw new Error(`${person.email} is registered with a different password`);
  const { cookie, asksForSecondFactor } = loggedIn;
  const session = { cookie, origin: parts.url };
  const api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${parts.url}/trpc`, transformer: superjson, headers: session })],
  });

  async function workingLicence(product: Product): Promise<LicenceView | null> {
    const licences = await api.licences.list.query({ product });
    return licences.find(worksFor) ?? null;
  }

  return {
    api,
    asksForSecondFactor,
    /** Adds an authenticator app and returns its secret in base32. */
    async addAuthenticator(): Promise<string> {
      const { twoStep } = api.identity;
      const { secret } = await twoStep.beginAuthenticator.mutate();
      for (;;) {
        // Each code works only once. This uses the code of the previous 30-second step, so that the current code can
        // still be used to sign in.
        const code = totpCode(secret, { steps: -1 });
        try {
          await twoStep.confirmAuthenticator.mutate({ code });
          return secret;
        } catch (error) {
          // If a new step has begun during the request, the code was too old. In that case, the loop tries again with a
          // newer code.
          if (code === totpCode(secret, { steps: -1 })) throw error;
        }
      }
    },
    /** Returns the key of a working licence. Buys a licence first if the customer has none. */
    async licenceKey({
      product,
      country,
      quantity,
    }: {
      product: Product;
      country: string;
      quantity: number;
    }) {
      let licence = await workingLicence(product);
      if (!licence) {
        await api.accounts.setCountry.mutate({ country });
        const { offers } = await api.catalogue.offers.query({ product });
        const offer = offers.find(({ plan }) => plan.frequency === 'Annual') ?? offers[0];
        if (!offer) throw new Error(`There is no plan of ${product} to buy`);
        const checkout = await api.billing.startCheckout.mutate({ planId: offer.plan.id, quantity });
        const { status, problem } = await parts.pay(checkout.url);
        if (status !== 'paid') throw new Error(`The payment was ${status}: ${problem}`);
        licence = await until('The licence', () => workingLicence(product));
      }
      const { key } = await api.licences.revealKey.query({ licenceId: licence.id });
      return key;
    },
  };
}
