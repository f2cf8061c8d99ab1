/** Parses CSV as spreadsheets do (RFC 4180), with the given separator. */

/** Returns the fields of each line. Throws if a quoted field isn't closed or the last line doesn't end. */
export function parseCsv(text: string, separator: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isQuoted) {
      if (character !== '"') field += character;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"' && field === '') isQuoted = true;
    else if (character === separator) {
      line.push(field);
      field = '';
    } else if (character === '\r' && text.charAt(at + 1) === '\n') {
      lines.push([...line, field]);
      line = [];
      field = '';
      at += 1;
    } else field += character;
  }
  if (isQuoted || field !== '' || line.length > 0) throw new Error('the last line is incomplete');
  return lines;
}
