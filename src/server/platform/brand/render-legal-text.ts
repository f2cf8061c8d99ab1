/** Renders the operator's legal texts, written in Markdown, as HTML that can be inserted into a page. */
import { Marked, type Token, type Tokens } from 'marked';

/** A text without its language, or what is wrong with it. */
export type RenderedText =
  | { status: 'rendered'; title: string; html: string }
  | { status: 'wrong'; problem: string };

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

/** Prefix of the headings' ids, so that none of them equals an id of the page around the text. */
const idPrefix = 'section-';

/** Returns the anchor that code hosts generate for a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');

/** An address that a link may have: elsewhere on the web, a mailbox, a phone, this portal, or a heading of the text. */
const isAllowedAddress = (href: string): boolean =>
  /^(?:https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i.test(href) && !/[\\\s\p{Cc}]/u.test(href);

function problemOfToken(token: Token): string | null {
  const excerpt = JSON.stringify(token.raw.trim().slice(0, 40));
  if (token.type === 'html')
    return `contains HTML (${excerpt}): write Markdown, with &lt; for a literal angle bracket`;
  if (token.type === 'image') return `contains an image (${excerpt}): legal texts have none`;
  if (token.type === 'link' && !isAllowedAddress((token as Tokens.Link).href))
    return `has a link that is not allowed (${excerpt}): it must begin with https://, http://, mailto:, tel:, / or #`;
  return null;
}

/** Returns the text of a heading; null if it is more than plain text. */
function plainText({ tokens }: Tokens.Heading): string | null {
  const isPlain = tokens.every(({ type }) => type === 'text' || type === 'escape');
  const text = tokens.map((token) => ('text' in token ? String(token.text) : '')).join('');
  return isPlain && text.trim() !== '' && !/&#?\w+;/.test(text) ? text.trim() : null;
}

interface Rendering {
  parser: { parseInline: (tokens: Token[]) => string };
}

const renderer = {
  heading(this: Rendering, { tokens, depth, text }: Tokens.Heading) {
    // The page's only h1 is the title.
    const level = Math.max(depth, 2);
    return `<h${level} id="${idPrefix}${escapeHtml(anchorOf(text))}">${this.parser.parseInline(tokens)}</h${level}>\n`;
  },
  link(this: Rendering, { href, tokens }: Tokens.Link) {
    const address = href.startsWith('#') ? `#${idPrefix}${href.slice(1)}` : href;
    return `<a href="${escapeHtml(address)}" rel="noopener noreferrer">${this.parser.parseInline(tokens)}</a>`;
  },
  checkbox: ({ checked }: Tokens.Checkbox) => (checked ? '☑ ' : '☐ '),
};

/**
 * Renders Markdown that begins with its title. Refuses raw HTML, images, and links that a browser would run or resolve
 * in an unexpected way.
 */
export function renderLegalText(markdown: string): RenderedText {
  const marked = new Marked({ gfm: true, renderer });
  const tokens = marked.lexer(markdown);
  const [first] = tokens.filter(({ type }) => type !== 'space');
  const title = first?.type === 'heading' && first.depth === 1 ? plainText(first as Tokens.Heading) : null;
  if (title === null)
    return { status: 'wrong', problem: 'must begin with its title as plain text, such as "# Terms"' };
  const problems: string[] = [];
  void marked.walkTokens(tokens, (token) => {
    const problem = problemOfToken(token);
    if (problem !== null) problems.push(problem);
  });
  const [problem] = problems;
  if (problem !== undefined) return { status: 'wrong', problem };
  const html = marked
    .parser(tokens.slice(tokens.indexOf(first as Token) + 1))
    // Makes wide tables focusable, so that the arrow keys can scroll them.
    .replaceAll('<table>', '<div data-wide tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>');
  return { status: 'rendered', title, html };
}
