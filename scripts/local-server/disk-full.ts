/** Recognizes errors caused by a full disk. */

/** Matches the system's error code and the messages in database logs (28 is ENOSPC). */
const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && error.code === 'ENOSPC') ||
    /no space left on device|\b(?:errno|errcode|error(?: number)?):? ?28\b|disk (?:is )?full/i.test(
      error.message,
    ));

/** Returns an error that says what to do if the disk is full; null for any other error. */
export const asDiskFull = (error: unknown, folder: string): Error | null =>
  isDiskFull(error)
    ? new Error(
        `There is no space left on the disk of ${folder}: a database needs about 250 MB. Free some space and start again.`,
        { cause: error },
      )
    : null;
