/** Recognizes errors that are caused by a full disk. */

/** Matches the error code of the operating system and the messages in database logs, in which error 28 means ENOSPC. */
const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && error.code === 'ENOSPC') ||
    /no space left on device|\b(?:errno|errcode|error(?: number)?):? ?28\b|disk (?:is )?full/i.test(
      error.message,
    ));

/** If the error was caused by a full disk, returns an error that says what to do. Returns null for any other error. */
export const asDiskFull = (error: unknown, folder: string): Error | null =>
  isDiskFull(error)
    ? new Error(
        `There is no space left on the disk of ${folder}: a database needs about 250 MB. Free some space and start again.`,
        { cause: error },
      )
    : null;
