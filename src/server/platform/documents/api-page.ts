/** docs/api.md as a page, for whoever is sent there by discovery, by an answer, or by the settings of an account. */
import type { RequestHandler } from 'express';
import { Marked, type Tokens } from 'marked';
import { sendPage } from './send-page.ts';

/** The name by which a heading is linked to, as source hosts make it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');

/** The addresses in the document's examples are those of nobody. */
const exampleUrl = 'https://customers.example';

/** Markdown of our own as HTML, for the portal at `appUrl`. */
function renderDocument(markdown: string, appUrl: string): string {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
    },
  });
  return (
    marked
      .parse(markdown.replaceAll(exampleUrl, appUrl), { async: false })
      // What is wider than a phone is moved by the arrow keys as well.
      .replaceAll('<pre>', '<pre tabindex="0">')
      .replaceAll('<table>', '<div class="wide" tabindex="0"><table>')
      .replaceAll('</table>', '</table></div>')
  );
}

/** Answers with the document, which is rendered once, when it is first asked for. */
export function apiPage(markdown: string, appUrl: string): RequestHandler {
  let markup: string | undefined;
  return (_req, res) => {
    markup ??= renderDocument(markdown, appUrl);
    return sendPage(res, 200, {
      locale: 'en',
      title: 'API for instances and programs',
      main: { markup },
      listed: true,
    });
  };
}
