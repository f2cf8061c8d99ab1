/** Records a session's sign-in method for the security log, where the endpoint alone doesn't identify it. */

const methods = new WeakMap<object, string>();

/** Kept only as long as the request that started the session. */
export const noteSignInMethod = (session: object, method: string): void => {
  methods.set(session, method);
};

export const signInMethodOf = (session: object): string | undefined => methods.get(session);
