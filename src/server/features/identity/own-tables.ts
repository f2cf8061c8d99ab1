/** The repositories of identity for better-auth's endpoints. */
import type { Deps } from '#server/deps.ts';

type Name = 'signInMethods' | 'sessions' | 'passkeys' | 'twoFactors';

/** Each is created where it is used, in the transaction that the endpoint has opened, if any. */
export type OwnTables = { readonly [Each in Name]: () => Deps[Each] };
