/** The browser's side of passkeys. What speaks WebAuthn is fetched when somebody uses one. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import type { PasskeyPurpose } from '#shared/passkeys.ts';
import { authClient } from './auth-client.ts';
import { AuthFailure } from './auth-failure.ts';

const webauthn = () => import('@simplewebauthn/browser');

/** Whether this browser knows passkeys at all. */
export const knowsPasskeys = (): boolean => typeof window.PublicKeyCredential === 'function';

/** The browser's refusals in our words. Which of its reasons it was, it does not tell, and rightly so. */
async function asked<T>(ceremony: Promise<T>): Promise<T> {
  try {
    return await ceremony;
  } catch (cause) {
    const isKnown = cause instanceof Error && cause.name === 'InvalidStateError';
    throw new AuthFailure(isKnown ? 'passkey_known' : 'passkey_not_given', { cause });
  }
}

async function assertionFor(purpose: PasskeyPurpose, useBrowserAutofill = false) {
  const { startAuthentication } = await webauthn();
  const optionsJSON = (await authClient.passkeyRequest({
    purpose,
  })) as PublicKeyCredentialRequestOptionsJSON;
  return asked(startAuthentication({ optionsJSON, useBrowserAutofill }));
}

/** Makes a passkey on this device or on a key, and adds it to the account under that name. */
export async function addPasskey(name: string): Promise<void> {
  const { startRegistration } = await webauthn();
  const optionsJSON = (await authClient.passkeyCreation()) as PublicKeyCredentialCreationOptionsJSON;
  await authClient.addPasskey({ name, response: await asked(startRegistration({ optionsJSON })) });
}

/** Signs in without a password. */
export const signInWithPasskey = async (): Promise<void> => {
  await authClient.signInWithPasskey({ response: await assertionFor('sign-in'), rememberDevice: false });
};

/** Signs in, after a password. */
export const passSecondStep = async ({ rememberDevice }: { rememberDevice: boolean }): Promise<void> => {
  await authClient.signInWithPasskey({ response: await assertionFor('second-factor'), rememberDevice });
};

/** Shows again who one is. */
export const confirmWithPasskey = async (): Promise<void> => {
  await authClient.confirmWithPasskey({ response: await assertionFor('confirmation') });
};

/**
 * Offers passkeys among what the browser fills in, for as long as the page is open. Resolves to whether somebody was
 * signed in so: not where the browser cannot, and not where nobody chose one.
 */
export async function offerPasskeys(): Promise<boolean> {
  const { browserSupportsWebAuthnAutofill } = await webauthn();
  if (!(await browserSupportsWebAuthnAutofill())) return false;
  try {
    const response = await assertionFor('sign-in', true);
    await authClient.signInWithPasskey({ response, rememberDevice: false });
    return true;
  } catch (error) {
    // Another way in was taken meanwhile, which ends the offer.
    if (error instanceof AuthFailure && error.code === 'passkey_not_given') return false;
    throw error;
  }
}

/** Ends the offer, when the page is left. */
export async function endOffer(): Promise<void> {
  const { WebAuthnAbortService } = await webauthn();
  WebAuthnAbortService.cancelCeremony();
}
