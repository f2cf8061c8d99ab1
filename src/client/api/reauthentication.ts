/** Runs actions for which the server may require the user to reauthenticate. */
import { createContext, use } from 'react';

/** Thrown when the user declines to reauthenticate. Nothing was changed, and no error is shown. */
export class ReauthenticationCancelled extends Error {
  constructor() {
    super('the user did not reauthenticate');
    this.name = 'ReauthenticationCancelled';
  }
}

/** The reason given in the reauthentication dialog. */
export type ReauthenticationReason =
  | 'signIn'
  | 'email'
  | 'data'
  | 'tokens'
  | 'subscription'
  | 'key'
  | 'deletion'
  | 'administration';

/**
 * Runs an action. If the server requires reauthentication, opens the dialog and runs the action again once the user has
 * reauthenticated. Rejects with `ReauthenticationCancelled` if the user declines.
 */
export type Reauthenticate = <T>(action: () => Promise<T>, why?: ReauthenticationReason) => Promise<T>;

export const ReauthenticationContext = createContext<Reauthenticate | null>(null);

/**
 * Returns the function that runs actions with reauthentication. Throws outside `Reauthentication`, which renders the
 * dialog.
 */
export function useReauthentication(): Reauthenticate {
  const reauthenticate = use(ReauthenticationContext);
  if (!reauthenticate) throw new Error('useReauthentication was called outside Reauthentication');
  return reauthenticate;
}
