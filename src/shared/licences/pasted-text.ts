/** Trims invisible characters from text that was pasted, or read from a settings file or a mounted secret. */

/**
 * White space, control characters, and code points that Unicode renders as nothing (UAX #44,
 * `Default_Ignorable_Code_Point`): zero-width spaces, joiners, directional marks and isolates, variation selectors,
 * Hangul fillers, the byte order mark.
 */
const invisible = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}]$/u;

/** Returns the code point at an index as text. A lone surrogate is returned unchanged. */
const codePointAt = (text: string, index: number): string =>
  String.fromCodePoint(text.codePointAt(index) ?? 0);

/** Returns the code point that ends before an index. */
function codePointBefore(text: string, index: number): string {
  const pair = index >= 2 ? codePointAt(text, index - 2) : '';
  return pair.length === 2 ? pair : text.charAt(index - 1);
}

/** Returns the text without invisible characters at either end. Takes time proportional to the text's length. */
export function trimPasted(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end) {
    const first = codePointAt(text, start);
    if (!invisible.test(first)) break;
    start += first.length;
  }
  while (end > start) {
    const last = codePointBefore(text, end);
    if (!invisible.test(last)) break;
    end -= last.length;
  }
  return text.slice(start, end);
}
