/** By which way a session began, where the endpoint alone does not tell: the security log wants to know. */

const ways = new WeakMap<object, string>();

/** Remembered for as long as the request that began the session. */
export const noteSignInMethod = (session: object, way: string): void => {
  ways.set(session, way);
};

export const signInMethodOf = (session: object): string | undefined => ways.get(session);
