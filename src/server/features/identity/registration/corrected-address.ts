/**
 * What sign-in has to know about an address that an administrator corrected
 * (docs/decisions/0062-corrected-addresses.md). The accounts feature stores corrections, and the wiring injects the
 * function.
 */
export interface CorrectedAddress {
  /**
   * Whether the old address can still stop the correction. Until then, whoever has only the new address must not get
   * in, so no password can be chosen through an e-mail.
   */
  isHeld: boolean;
  /** Whether the account had a confirmed address before. Its sessions and sign-in methods are then the customer's. */
  wasConfirmed: boolean;
}

/** Returns null if the address wasn't corrected lately. */
export type CorrectionOf = (userId: number) => Promise<CorrectedAddress | null>;
