/** The words of the instance protocol (CONTRACT section 2). */

/** The only scope there is: it opens the ping. */
export const manageKeyScope = 'manage-key';

/** A year: the real client caches its token for 364 days and never asks earlier. */
export const accessTokenSeconds = 31_536_000;

/** A key is at most this many characters of base64. */
export const maxKeyLength = 4_096;
