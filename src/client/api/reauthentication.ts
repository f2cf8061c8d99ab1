/** Asks the server to do something for which it may first want to know once more who the person is. */
import { createContext, use } from 'react';

/** The person chose "not now": nothing was done, and no error is shown. */
export class ReauthenticationCancelled extends Error {
  constructor() {
    super('the person did not show who they are');
    this.name = 'ReauthenticationCancelled';
  }
}

/** What it is asked for, as it is said in the dialog. */
export type ReauthenticationReason = 'signIn' | 'email' | 'data' | 'tokens' | 'deletion';

/**
 * Runs an action. Where the server refuses it until the person has shown again who they are, they are asked, and the
 * action is run once more. Rejects with `ReauthenticationCancelled` where they decline.
 */
export type Reauthenticate = <T>(action: () => Promise<T>, why?: ReauthenticationReason) => Promise<T>;

export const ReauthenticationContext = createContext<Reauthenticate | null>(null);

/** Only inside `Reauthentication`, which holds the dialog. */
export function useReauthentication(): Reauthenticate {
  const reauthenticate = use(ReauthenticationContext);
  if (!reauthenticate) throw new Error('this page is not inside Reauthentication');
  return reauthenticate;
}
