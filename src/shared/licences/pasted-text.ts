/** What comes out of a clipboard, a settings file or a mounted secret: with something around it that nobody sees. */

/** White space and what is drawn without width: spaces of zero width, joiners, marks of direction, the byte order mark. */
const isInvisible = (sign: string): boolean =>
  /^[\s\0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]$/.test(sign);

/** The text without what cannot be seen before and behind it. Takes time in proportion to its length. */
export function trimPasted(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isInvisible(text.charAt(start))) start += 1;
  while (end > start && isInvisible(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
