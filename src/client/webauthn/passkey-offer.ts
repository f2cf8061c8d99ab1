/**
 * Offers passkeys in the browser's autofill while the sign-in page is open. The offer is based on a challenge, which
 * expires after five minutes or when another tab requests a new one. The offer is therefore renewed before the
 * challenge expires, and when the user returns to this tab after another one has requested a challenge.
 */

import { authClient } from '#client/api/auth-client.ts';
import { minuteMs } from '#shared/durations.ts';
import { whenOtherTabAsks } from './passkey-tabs.ts';
import { canFillInPasskeys, filledInPasskey, verifyAssertion, withdrawRequest } from './passkeys.ts';

const renewAfterMs = 4 * minuteMs;

interface Told {
  onSignedIn: () => Promise<void>;
  /** Called when the user chose a passkey that then failed to sign them in. */
  onFailure: (error: unknown) => void;
}

export interface PasskeyOffer {
  /** Call before requesting a passkey in another way: the browser handles only one request at a time. */
  pause: () => void;
  resume: () => void;
  end: () => void;
}

const signIn = (response: object) => authClient.signInWithPasskey({ response, rememberDevice: false });

export function offerPasskeys({ onSignedIn, onFailure }: Told): PasskeyOffer {
  /** Number of the newest offer. All earlier offers have been withdrawn. */
  let newest = 0;
  let madeAt = 0;
  let state: 'offered' | 'none' | 'busy' = 'none';
  let isOutdated = false;

  async function make(): Promise<void> {
    newest += 1;
    const mine = newest;
    const isWithdrawn = () => mine !== newest;
    state = 'offered';
    [madeAt, isOutdated] = [Date.now(), false];
    try {
      if (!(await canFillInPasskeys()) || isWithdrawn()) return;
      const given = await filledInPasskey();
      if (isWithdrawn()) return;
      state = 'busy';
      try {
        await verifyAssertion('sign-in', given, signIn);
      } catch (error) {
        onFailure(error);
        throw error;
      }
      await onSignedIn();
    } catch {
      // The offer couldn't be made, the user chose no passkey, or the sign-in failed (`onFailure` has already been
      // called). A new offer is made when the focus next changes.
      if (!isWithdrawn()) state = 'none';
    }
  }

  const isOld = () => isOutdated || Date.now() - madeAt >= renewAfterMs;
  const renewWhenOld = () => {
    if (state === 'offered' && document.visibilityState === 'visible' && isOld()) void make();
  };
  const makeWhenNone = () => {
    if (state === 'none') void make();
  };

  const stopListening = whenOtherTabAsks(() => {
    isOutdated = true;
  });
  const timer = setInterval(renewWhenOld, renewAfterMs);
  document.addEventListener('visibilitychange', renewWhenOld);
  document.addEventListener('focusin', makeWhenNone);
  window.addEventListener('focus', renewWhenOld);
  void make();

  const withdraw = (next: typeof state) => {
    newest += 1;
    state = next;
  };
  return {
    pause: () => withdraw('busy'),
    resume: () => void make(),
    end() {
      withdraw('busy');
      stopListening();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', renewWhenOld);
      document.removeEventListener('focusin', makeWhenNone);
      window.removeEventListener('focus', renewWhenOld);
      void withdrawRequest();
    },
  };
}
