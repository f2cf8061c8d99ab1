/** What a change of address requires of sign-in. The identity feature implements it and the wiring injects it. */
export interface PendingSignIns {
  /** Invalidates the account's password reset links and the sign-ins that wait for their second factor. */
  invalidate: (userId: number) => Promise<void>;
  /** Does the same, ends all sessions and forgets the trusted devices. */
  endEverything: (userId: number) => Promise<void>;
}
