/**
 * Reads the PDF files that Chromium writes: the sizes of their pages and their text. It understands only what Chromium
 * uses: unencrypted objects, deflated streams, and fonts with a `ToUnicode` table.
 */
import { inflateSync } from 'node:zlib';

interface PdfPage {
  /** Size in points (1/72 inch). */
  width: number;
  height: number;
  /** The text in the order in which it is drawn. */
  text: string;
}

type Objects = ReadonlyMap<string, Buffer>;

/** Returns the objects by their numbers. */
function objectsOf(file: Buffer): Objects {
  const text = file.toString('latin1');
  return new Map(
    [...text.matchAll(/(\d+) 0 obj\b([\s\S]*?)\bendobj/g)].map(([, number = '', body = '']) => [
      number,
      Buffer.from(body, 'latin1'),
    ]),
  );
}

function streamIn(object: Buffer | undefined): string {
  if (!object) return '';
  const text = object.toString('latin1');
  const start = /stream\r?\n/.exec(text);
  if (!start) return '';
  const from = start.index + start[0].length;
  const bytes = object.subarray(from, text.lastIndexOf('endstream'));
  return (text.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
}

const characters = (hex: string): string =>
  Buffer.from(hex, 'hex').swap16().toString('utf16le').replaceAll('\u0000', '');

interface Font {
  /** Hexadecimal digits per glyph. */
  digits: 2 | 4;
  /** The characters by the numbers of the glyphs. */
  glyphs: ReadonlyMap<number, string>;
}

/** Returns the characters of a font by the numbers of its glyphs. */
function glyphsOf(table: string): Map<number, string> {
  const glyphs = new Map<number, string>();
  for (const [, block = ''] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph = '', text = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>/g))
      glyphs.set(Number.parseInt(glyph, 16), characters(text));
  for (const [, block = ''] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = '', to = '', text = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const [first, last] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
      for (let glyph = first; glyph <= last; glyph += 1)
        glyphs.set(glyph, String.fromCodePoint(Number.parseInt(text, 16) + glyph - first));
    }
  return glyphs;
}

const referenceIn = (text: string, name: string): string =>
  new RegExp(`/${name} (\\d+) 0 R`).exec(text)?.[1] ?? '';

function pageOf(objects: Objects, object: string): PdfPage {
  const [, , width = 0, height = 0] =
    /\/MediaBox \[([\d. ]+)\]/.exec(object)?.[1]?.trim().split(' ').map(Number) ?? [];
  const fonts = new Map(
    [...(/\/Font <<([\s\S]*?)>>/.exec(object)?.[1] ?? '').matchAll(/\/(\w+) (\d+) 0 R/g)].map(
      ([, name = '', number = '']): [string, Font] => {
        const font = objects.get(number)?.toString('latin1') ?? '';
        const glyphs = glyphsOf(streamIn(objects.get(referenceIn(font, 'ToUnicode'))));
        return [name, { digits: font.includes('/Type3') ? 2 : 4, glyphs }];
      },
    ),
  );
  let current: Font = { digits: 4, glyphs: new Map() };
  let text = '';
  const drawn = streamIn(objects.get(referenceIn(object, 'Contents')));
  for (const [, font, hex, end] of drawn.matchAll(/\/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\b(ET)\b/g)) {
    current = fonts.get(font ?? '') ?? current;
    for (let at = 0; at < (hex ?? '').length; at += current.digits)
      text += current.glyphs.get(Number.parseInt((hex ?? '').slice(at, at + current.digits), 16)) ?? '?';
    if (end) text += ' ';
  }
  return { width, height, text };
}

/** Returns the pages of a PDF file, in order. */
export function readPdf(file: Buffer): PdfPage[] {
  const objects = objectsOf(file);
  return [...objects.values()]
    .map((object) => object.toString('latin1'))
    .filter((object) => /\/Type \/Page\b(?!s)/.test(object))
    .map((object) => pageOf(objects, object));
}
