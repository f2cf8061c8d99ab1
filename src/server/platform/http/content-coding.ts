/** Which content coding a caller is sent (RFC 9110, 12.5.3). */

/** The codings we make, the smallest result first. */
export const codings = ['br', 'gzip', 'identity'] as const;
export type ContentCoding = (typeof codings)[number];

/** A weight of the field, 0 to 1; null where it is none. */
function weightIn(parameter: string | undefined): number | null {
  if (parameter === undefined) return 1;
  const [, weight] = /^\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i.exec(parameter) ?? [];
  return weight === undefined ? null : Number(weight);
}

/** What the field says of each coding; an entry that is malformed says nothing. */
function weightsIn(field: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const entry of field.split(',')) {
    const [name = '', parameter] = entry.split(';', 2);
    const weight = weightIn(parameter);
    const coding = name.trim().toLowerCase();
    // The older name of gzip means the same.
    if (coding !== '' && weight !== null) weights.set(coding === 'x-gzip' ? 'gzip' : coding, weight);
  }
  return weights;
}

/**
 * The best of what is available for an `Accept-Encoding` field. Without a field, or with one that names none of them,
 * it is `identity`. Null where the caller refuses all that is available, which is to be answered 406.
 */
export function chooseCoding(
  field: string | undefined,
  available: readonly ContentCoding[],
): ContentCoding | null {
  if (field === undefined) return available.includes('identity') ? 'identity' : null;
  const weights = weightsIn(field);
  const others = weights.get('*');
  const weightOf = (coding: ContentCoding): number => {
    const said = weights.get(coding) ?? others;
    // What a caller does not speak of is refused, but for the thing as it is, which comes last.
    return said ?? (coding === 'identity' ? Number.MIN_VALUE : 0);
  };
  let best: ContentCoding | null = null;
  for (const coding of codings) {
    if (!available.includes(coding)) continue;
    const weight = weightOf(coding);
    if (weight > 0 && weight > (best === null ? 0 : weightOf(best))) best = coding;
  }
  return best;
}
