/**
 * Holds the sign-in method of each new session for the security log. Needed where the endpoint alone doesn't identify
 * the method.
 */

const methods = new WeakMap<object, string>();

/** Remembers the sign-in method until the request that started the session ends. */
export const noteSignInMethod = (session: object, method: string): void => {
  methods.set(session, method);
};

export const signInMethodOf = (session: object): string | undefined => methods.get(session);
