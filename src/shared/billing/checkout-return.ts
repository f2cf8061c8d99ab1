/**
 * Records in the checkout's return URL which licences the customer had before, so that the new one can be recognized.
 */

/** Above this, only the number of licences is recorded, to keep the URL short. */
const maxIds = 50;

/** Encodes licences for the `had` parameter: `l3-17` lists their ids, `n73` only their number. */
export const hadLicences = (ids: readonly number[]): string =>
  ids.length > maxIds ? `n${ids.length}` : `l${ids.join('-')}`;

export const hadPattern = /^(n\d{1,9}|l(\d{1,16}(-\d{1,16})*)?)$/;

/**
 * Returns the licences added since the checkout started. Compares sets of ids, not their order: ids are allocated in
 * blocks, so a newer licence may have a smaller id. If only the number is known, returns all licences once there are
 * more. `after`, the greatest id at that time, is from pay links created before `had` existed.
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
