/** The repositories of identity for better-auth's endpoints. */
import type { Deps } from '#server/deps.ts';

/** Each is created where it is used, in the transaction that the endpoint has opened, if any. */
export type OwnTables = { readonly [Name in 'signInMethods']: () => Deps[Name] };
