/** Remembers how a session was started, for the security log, where the endpoint alone doesn't tell. */

const methods = new WeakMap<object, string>();

/** Held only as long as the request that started the session. */
export const noteSignInMethod = (session: object, method: string): void => {
  methods.set(session, method);
};

export const signInMethodOf = (session: object): string | undefined => methods.get(session);
