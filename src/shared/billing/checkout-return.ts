/**
 * Records in the checkout's return URL which licences the customer had before, so that the new one can be recognized.
 */

/**
 * Maximum number of licences whose ids are listed. If there are more, only their number is recorded, to keep the URL
 * short.
 */
const maxIds = 50;

/** Encodes licences for the `had` parameter. `l3-17` lists their ids; `n73` only says how many there were. */
export const hadLicences = (ids: readonly number[]): string =>
  ids.length > maxIds ? `n${ids.length}` : `l${ids.join('-')}`;

export const hadPattern = /^(n\d{1,9}|l(\d{1,16}(-\d{1,16})*)?)$/;

/**
 * Returns the licences that were added since the checkout started. Compares ids without regard to their order: they are
 * allocated in blocks, so a newer licence may have a smaller id. If `had` is only a number, returns all licences once
 * there are more than that. Links created before `had` existed have `after` instead, the greatest id at that time.
 */
export function newLicences<T extends { id: number }>(
  licences: readonly T[],
  { had, after }: { had?: string | undefined; after?: number | undefined },
): readonly T[] {
  if (had === undefined) return licences.filter(({ id }) => id > (after ?? 0));
  if (had.startsWith('n')) return licences.length > Number(had.slice(1)) ? licences : [];
  const known = new Set(had.slice(1).split('-'));
  return licences.filter(({ id }) => !known.has(String(id)));
}
