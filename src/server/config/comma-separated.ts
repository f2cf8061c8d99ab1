/** Returns the parts of a setting that is a list, without the space around them. Empty parts are left out. */
export const commaSeparated = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
