/**
 * Offers passkeys among what the browser fills in, for as long as the log-in page is open. The challenge behind an
 * offer lives five minutes and is the browser's only one: the offer is renewed before, and when its tab is looked at
 * again after another tab had asked.
 */

import { authClient } from '#client/api/auth-client.ts';
import { minuteMs } from '#shared/durations.ts';
import { whenOtherTabAsks } from './passkey-tabs.ts';
import { canFillInPasskeys, filledInPasskey, verifyAssertion, withdrawRequest } from './passkeys.ts';

const renewAfterMs = 4 * minuteMs;

interface Told {
  onSignedIn: () => Promise<void>;
  /** Somebody chose one, and it did not sign in. */
  onFailure: (error: unknown) => void;
}

export interface PasskeyOffer {
  /** The browser asks for a passkey in another way now: it does one thing at a time. */
  pause: () => void;
  resume: () => void;
  end: () => void;
}

const signIn = (response: object) => authClient.signInWithPasskey({ response, rememberDevice: false });

export function offerPasskeys({ onSignedIn, onFailure }: Told): PasskeyOffer {
  /** Which offer is the newest; those before it have been withdrawn. */
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
      // Not made, or nobody chose: no failure of anything that somebody did. It is offered again when they go on.
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
