/** The method by which a session began, for the security log, where the endpoint alone does not tell. */

const ways = new WeakMap<object, string>();

/** Kept for as long as the request that started the session. */
export const noteSignInMethod = (session: object, way: string): void => {
  ways.set(session, way);
};

export const signInMethodOf = (session: object): string | undefined => ways.get(session);
