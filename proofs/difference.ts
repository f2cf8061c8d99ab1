/** Describes the first difference between two plain values in readable form. */

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
};

/**
 * Returns null if both values are equal as JSON. Otherwise returns the path to the first difference, with the two
 * values there.
 */
export function firstDifference(expected: unknown, actual: unknown, way = ''): string | null {
  if (Object.is(expected, actual)) return null;
  if (expected instanceof Date || actual instanceof Date) {
    return JSON.stringify(expected) === JSON.stringify(actual) ? null : differ(way, expected, actual);
  }
  if (!isTree(expected) || !isTree(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    return differ(way, expected, actual);
  }
  for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const found = firstDifference(expected[name], actual[name], way === '' ? name : `${way}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const differ = (way: string, expected: unknown, actual: unknown): string =>
  `${way || 'all of it'} is ${shown(actual)} instead of ${shown(expected)}`;
