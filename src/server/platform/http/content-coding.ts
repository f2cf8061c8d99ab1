/** Chooses the content coding of a response (RFC 9110, section 12.5.3). */

/** Supported codings, most compact first. */
export const codings = ['br', 'gzip', 'identity'] as const;
export type ContentCoding = (typeof codings)[number];

/** Parses the weight of a coding, a number from 0 to 1; a missing weight means 1. Returns null if it is malformed. */
function weightIn(parameter: string | undefined): number | null {
  if (parameter === undefined) return 1;
  const [, weight] = /^\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i.exec(parameter) ?? [];
  return weight === undefined ? null : Number(weight);
}

/** Returns the weight of each coding in the header, ignoring malformed entries. */
function weightsIn(field: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const entry of field.split(',')) {
    const [name = '', parameter] = entry.split(';', 2);
    const weight = weightIn(parameter);
    const coding = name.trim().toLowerCase();
    // `x-gzip` is an older name for gzip.
    if (coding !== '' && weight !== null) weights.set(coding === 'x-gzip' ? 'gzip' : coding, weight);
  }
  return weights;
}

/**
 * Returns the available coding that an `Accept-Encoding` header prefers. If the header is missing or names no available
 * coding, that is `identity`. Returns null if the client accepts none of the available codings.
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
    // A coding that the header doesn't name is refused. The exception is `identity`, which ranks last.
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
