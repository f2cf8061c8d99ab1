/** Gives better-auth's endpoints access to identity's repositories. */
import type { Deps } from '#server/deps.ts';

type Name = 'signInMethods' | 'sessions' | 'passkeys' | 'twoFactors' | 'verifications';

/**
 * Functions that return the repositories. Each repository is created when it is used, in the transaction that the
 * endpoint has opened, if any.
 */
export type OwnTables = { readonly [Each in Name]: () => Deps[Each] };
