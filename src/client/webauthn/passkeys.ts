/** The browser's side of passkeys. The code that speaks WebAuthn is fetched when a passkey is first used. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { authClient } from '#client/api/auth-client.ts';
import { failureOf, RequestFailure } from '#client/api/failure.ts';
import { part, partOfPage } from '#client/parts.ts';
import type { PasskeyPurpose } from '#shared/identity/passkeys.ts';
import { tellOtherTabs } from './passkey-tabs.ts';

const library = part(() => import('@simplewebauthn/browser'));
const webauthn = () => partOfPage(library);

/** Whether this browser supports passkeys at all. */
export const knowsPasskeys = (): boolean => typeof window.PublicKeyCredential === 'function';

/** Names the browser's refusals. It does not say which of its reasons applied, to protect the user's privacy. */
async function runCeremony<T>(ceremony: Promise<T>): Promise<T> {
  try {
    return await ceremony;
  } catch (cause) {
    const isKnown = cause instanceof Error && cause.name === 'InvalidStateError';
    throw new RequestFailure(isKnown ? 'passkey_known' : 'passkey_not_given', { cause });
  }
}

interface AssertionOptions {
  /** Offers the passkeys in the browser's autofill, for as long as it takes; otherwise in the browser's own dialog, now. */
  useBrowserAutofill?: boolean;
  /** The only passkey that is accepted. */
  only?: string;
}

async function assertionFor(
  purpose: PasskeyPurpose,
  { useBrowserAutofill = false, only }: AssertionOptions = {},
) {
  const { startAuthentication } = await webauthn();
  const request = (await authClient.passkeyRequest({ purpose })) as PublicKeyCredentialRequestOptionsJSON;
  tellOtherTabs();
  const allowed = only === undefined ? {} : { allowCredentials: [{ id: only, type: 'public-key' as const }] };
  return runCeremony(startAuthentication({ optionsJSON: { ...request, ...allowed }, useBrowserAutofill }));
}

type Assertion = Awaited<ReturnType<typeof assertionFor>>;

/** Has the answer verifyAssertion. Where its challenge was old by then, the same passkey is asked once more. */
export async function verifyAssertion(
  purpose: PasskeyPurpose,
  given: Assertion,
  send: (response: Assertion) => Promise<unknown>,
): Promise<void> {
  try {
    await send(given);
  } catch (error) {
    if (failureOf(error).code !== 'passkey_late') throw error;
    await send(await assertionFor(purpose, { only: given.id }));
  }
}

const askAndVerify = async (purpose: PasskeyPurpose, send: (response: Assertion) => Promise<unknown>) =>
  verifyAssertion(purpose, await assertionFor(purpose), send);

/** Creates a passkey on this device or on a security key, and adds it to the account under that name. */
export async function addPasskey(name: string): Promise<void> {
  const { startRegistration } = await webauthn();
  const optionsJSON = (await authClient.passkeyCreation()) as PublicKeyCredentialCreationOptionsJSON;
  await authClient.addPasskey({ name, response: await runCeremony(startRegistration({ optionsJSON })) });
}

/** Signs in without a password. */
export const signInWithPasskey = (): Promise<void> =>
  askAndVerify('sign-in', (response) => authClient.signInWithPasskey({ response, rememberDevice: false }));

/** Signs in, after a password. */
export const passSecondStep = ({ rememberDevice }: { rememberDevice: boolean }): Promise<void> =>
  askAndVerify('second-factor', (response) => authClient.signInWithPasskey({ response, rememberDevice }));

/** Reauthenticates. */
export const confirmWithPasskey = (): Promise<void> =>
  askAndVerify('confirmation', (response) => authClient.confirmWithPasskey({ response }));

/** Whether the browser can offer passkeys in its autofill. */
export const canFillInPasskeys = async (): Promise<boolean> =>
  (await webauthn()).browserSupportsWebAuthnAutofill();

/** The passkey that the user chooses from the autofill. Pending until then. */
export const filledInPasskey = (): Promise<Assertion> =>
  assertionFor('sign-in', { useBrowserAutofill: true });

/** Withdraws every request for a passkey that this page has made. */
export async function withdrawRequest(): Promise<void> {
  const { WebAuthnAbortService } = await webauthn();
  WebAuthnAbortService.cancelCeremony();
}
