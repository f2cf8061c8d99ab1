/** The method by which a session began, for the security log, where the endpoint alone does not tell. */

const methods = new WeakMap<object, string>();

/** Kept for as long as the request that started the session. */
export const noteSignInMethod = (session: object, method: string): void => {
  methods.set(session, method);
};

export const signInMethodOf = (session: object): string | undefined => methods.get(session);
