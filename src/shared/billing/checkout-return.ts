/** What the address that Paddle sends a buyer back to knows of the licences there were before. */

/** Beyond this their number alone is told, so that the address stays short. */
const maxIds = 50;

/** `l3-17`: these and no other; `n73`: so many. For the query `had`. */
export const hadLicences = (ids: readonly number[]): string =>
  ids.length > maxIds ? `n${ids.length}` : `l${ids.join('-')}`;

export const hadPattern = /^(n\d{1,9}|l(\d{1,16}(-\d{1,16})*)?)$/;

/**
 * Which of the licences there are now came after that. By what they are, not by their order: ids are handed out in
 * blocks, so a newer licence may have the smaller one. Where only their number is known, all are new as soon as there
 * are more. `after` stands in addresses of pay links that were made before `had` was: the greatest id of that time.
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
