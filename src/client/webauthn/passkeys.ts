/** The browser's side of passkeys. What speaks WebAuthn is fetched when somebody uses one. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { authClient } from '#client/api/auth-client.ts';
import { AuthFailure } from '#client/api/auth-failure.ts';
import { part, partOfPage } from '#client/parts.ts';
import type { PasskeyPurpose } from '#shared/identity/passkeys.ts';
import { tellOtherTabs } from './passkey-tabs.ts';

const speaker = part(() => import('@simplewebauthn/browser'));
const webauthn = () => partOfPage(speaker);

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

interface Ask {
  /** Among what the browser fills in, for as long as it takes; otherwise in a window of its own, now. */
  useBrowserAutofill?: boolean;
  /** The one passkey that will do. */
  only?: string;
}

async function assertionFor(purpose: PasskeyPurpose, { useBrowserAutofill = false, only }: Ask = {}) {
  const { startAuthentication } = await webauthn();
  const request = (await authClient.passkeyRequest({ purpose })) as PublicKeyCredentialRequestOptionsJSON;
  tellOtherTabs();
  const allowed = only === undefined ? {} : { allowCredentials: [{ id: only, type: 'public-key' as const }] };
  return asked(startAuthentication({ optionsJSON: { ...request, ...allowed }, useBrowserAutofill }));
}

type Assertion = Awaited<ReturnType<typeof assertionFor>>;

/** Has the answer judged. Where its challenge was old by then, the same passkey is asked once more. */
export async function judged(
  purpose: PasskeyPurpose,
  given: Assertion,
  send: (response: Assertion) => Promise<unknown>,
): Promise<void> {
  try {
    await send(given);
  } catch (error) {
    if (!(error instanceof AuthFailure && error.code === 'passkey_late')) throw error;
    await send(await assertionFor(purpose, { only: given.id }));
  }
}

const asksNow = async (purpose: PasskeyPurpose, send: (response: Assertion) => Promise<unknown>) =>
  judged(purpose, await assertionFor(purpose), send);

/** Makes a passkey on this device or on a key, and adds it to the account under that name. */
export async function addPasskey(name: string): Promise<void> {
  const { startRegistration } = await webauthn();
  const optionsJSON = (await authClient.passkeyCreation()) as PublicKeyCredentialCreationOptionsJSON;
  await authClient.addPasskey({ name, response: await asked(startRegistration({ optionsJSON })) });
}

/** Signs in without a password. */
export const signInWithPasskey = (): Promise<void> =>
  asksNow('sign-in', (response) => authClient.signInWithPasskey({ response, rememberDevice: false }));

/** Signs in, after a password. */
export const passSecondStep = ({ rememberDevice }: { rememberDevice: boolean }): Promise<void> =>
  asksNow('second-factor', (response) => authClient.signInWithPasskey({ response, rememberDevice }));

/** Shows again who one is. */
export const confirmWithPasskey = (): Promise<void> =>
  asksNow('confirmation', (response) => authClient.confirmWithPasskey({ response }));

/** Whether the browser can offer passkeys among what it fills in. */
export const canFillInPasskeys = async (): Promise<boolean> =>
  (await webauthn()).browserSupportsWebAuthnAutofill();

/** A passkey that somebody chooses from what the browser fills in. Pending until then. */
export const filledInPasskey = (): Promise<Assertion> =>
  assertionFor('sign-in', { useBrowserAutofill: true });

/** Withdraws whatever this page asks of passkeys. */
export async function withdrawRequest(): Promise<void> {
  const { WebAuthnAbortService } = await webauthn();
  WebAuthnAbortService.cancelCeremony();
}
