/** The browser side of passkeys. The WebAuthn library is loaded on first use. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { authClient } from '#client/api/auth-client.ts';
import { failureOf, RequestFailure } from '#client/api/failure.ts';
import { part, partOfPage } from '#client/lazy-parts.ts';
import type { PasskeyPurpose } from '#shared/identity/passkeys.ts';
import { tellOtherTabs } from './passkey-tabs.ts';

const library = part(() => import('@simplewebauthn/browser'));
const webauthn = () => partOfPage(library);

/** Returns whether this browser supports passkeys at all. */
export const knowsPasskeys = (): boolean => typeof window.PublicKeyCredential === 'function';

/**
 * Converts the browser's errors into request failures. To protect the user's privacy, the browser doesn't say why it
 * refused, except when the passkey already exists.
 */
async function runCeremony<T>(ceremony: Promise<T>): Promise<T> {
  try {
    return await ceremony;
  } catch (cause) {
    const isKnown = cause instanceof Error && cause.name === 'InvalidStateError';
    throw new RequestFailure(isKnown ? 'passkey_known' : 'passkey_not_given', { cause });
  }
}

interface AssertionOptions {
  /**
   * If true, offers passkeys in the browser's autofill and waits for the user to choose one. Otherwise the browser's
   * passkey dialog opens at once.
   */
  useBrowserAutofill?: boolean;
  /** ID of the only passkey that is accepted. If omitted, any passkey is. */
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

/** Sends an assertion for verification. If its challenge has expired, asks for the same passkey once more. */
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

/** Creates a passkey on this device or on a security key and adds it to the account as `name`. */
export async function addPasskey(name: string): Promise<void> {
  const { startRegistration } = await webauthn();
  const optionsJSON = (await authClient.passkeyCreation()) as PublicKeyCredentialCreationOptionsJSON;
  await authClient.addPasskey({ name, response: await runCeremony(startRegistration({ optionsJSON })) });
}

/** Signs in with a passkey instead of a password. */
export const signInWithPasskey = (): Promise<void> =>
  askAndVerify('sign-in', (response) => authClient.signInWithPasskey({ response, rememberDevice: false }));

/** Completes a password sign-in with a passkey as the second factor. */
export const passTwoStepByPasskey = ({ rememberDevice }: { rememberDevice: boolean }): Promise<void> =>
  askAndVerify('second-factor', (response) => authClient.signInWithPasskey({ response, rememberDevice }));

/** Reauthenticates with a passkey. */
export const confirmWithPasskey = (): Promise<void> =>
  askAndVerify('confirmation', (response) => authClient.confirmWithPasskey({ response }));

/** Returns whether the browser can offer passkeys in its autofill. */
export const canFillInPasskeys = async (): Promise<boolean> =>
  (await webauthn()).browserSupportsWebAuthnAutofill();

/** Resolves with the passkey that the user chooses from the autofill. Pending until the user chooses one. */
export const filledInPasskey = (): Promise<Assertion> =>
  assertionFor('sign-in', { useBrowserAutofill: true });

/** Cancels the page's pending passkey request. */
export async function withdrawRequest(): Promise<void> {
  const { WebAuthnAbortService } = await webauthn();
  WebAuthnAbortService.cancelCeremony();
}
