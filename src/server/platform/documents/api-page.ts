/** Serves docs/api.md as a page, for links from discovery documents, responses and the account settings. */
import type { RequestHandler } from 'express';
import { Marked, type Tokens } from 'marked';
import { sendPage } from './send-page.ts';

/** Returns the anchor that code hosts generate for a heading, so that links to it work both there and here. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');

/** The base URL used in the document's examples, replaced by this portal's when rendering. */
const exampleUrl = 'https://customers.example';

/** Renders the Markdown as HTML. The input must be trusted: nothing is sanitized. */
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
      // Makes wide blocks focusable, so that the arrow keys can scroll them.
      .replaceAll('<pre>', '<pre tabindex="0">')
      .replaceAll('<table>', '<div class="wide" tabindex="0"><table>')
      .replaceAll('</table>', '</table></div>')
  );
}

/** Serves the document, which is rendered on the first request and then reused. */
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
