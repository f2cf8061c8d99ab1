/** Chooses the content coding of a response (RFC 9110, section 12.5.3). */

/** The codings that the server produces, the most compact first. */
export const codings = ['br', 'gzip', 'identity'] as const;
export type ContentCoding = (typeof codings)[number];

/** A weight in the header, 0 to 1; null where it is malformed. */
function weightIn(parameter: string | undefined): number | null {
  if (parameter === undefined) return 1;
  const [, weight] = /^\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i.exec(parameter) ?? [];
  return weight === undefined ? null : Number(weight);
}

/** The weight of each coding in the header. Malformed entries are ignored. */
function weightsIn(field: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const entry of field.split(',')) {
    const [name = '', parameter] = entry.split(';', 2);
    const weight = weightIn(parameter);
    const coding = name.trim().toLowerCase();
    // An older name of gzip.
    if (coding !== '' && weight !== null) weights.set(coding === 'x-gzip' ? 'gzip' : coding, weight);
  }
  return weights;
}

/**
 * The best available coding for an `Accept-Encoding` header. Without the header, or where it names none of them, it is
 * `identity`. Null where the client refuses every available coding, which is answered 406.
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
    // A coding that is not named is refused, except `identity`, which ranks last.
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
