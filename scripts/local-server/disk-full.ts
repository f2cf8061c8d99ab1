/** A disk that is too small for a database. */

/** As the system says it, and as the database's programs do in their log (28 is its number). */
const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && error.code === 'ENOSPC') ||
    /no space left on device|\b(?:errno|errcode|error(?: number)?):? ?28\b|disk (?:is )?full/i.test(
      error.message,
    ));

/** The same failure in a sentence that says what to do, where it is that; null for any other. */
export const asDiskFull = (error: unknown, folder: string): Error | null =>
  isDiskFull(error)
    ? new Error(
        `There is no space left on the disk of ${folder}: a database needs about 250 MB there. Make room and start again.`,
        { cause: error },
      )
    : null;
