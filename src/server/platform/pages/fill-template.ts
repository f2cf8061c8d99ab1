/** Fills index.html with everything known before the first script runs. */
import { type Brand, portalNameIn } from '#server/platform/brand/brand.ts';
import { iconLinks } from '#server/platform/brand/icon-links.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import { type ColorScheme, type Drawing, type FirstAnswer, firstAnswerId } from '#shared/first-answer.ts';
import { manifestPath } from './brand-files.ts';
import type { Files } from './delivery.ts';

export interface DocumentContent {
  locale: Locale;
  brand: Pick<Brand, 'name' | 'icon' | 'socialImage'>;
  /** Null if none was chosen. The page's first script then follows the system. */
  colorScheme: ColorScheme | null;
  drawing: Drawing | null;
  first: FirstAnswer | null;
  files: Files;
  nonce: string;
  /** Absolute URLs of the page in each language; null if search engines must not list it. */
  listed: { canonical: string; alternates: readonly { locale: Locale | 'x-default'; href: string }[] } | null;
}

/** Placeholder for the nonce, in index.html and in rendered pages. */
export const noncePlaceholder = '__CSP_NONCE__';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

/** Returns JSON that can't close the script element or open a comment, whatever text it contains. */
const escapeJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

const meta = (kind: 'name' | 'property', name: string, content: string): string =>
  `<meta ${kind}="${name}" content="${escapeHtml(content)}">`;

function headOf({ brand, drawing, files, listed, locale }: DocumentContent): string[] {
  const aboutPage = drawing ? [meta('name', 'description', drawing.description)] : [];
  const forSearch = listed
    ? [
        `<link rel="canonical" href="${escapeHtml(listed.canonical)}">`,
        ...listed.alternates.map(
          ({ locale: language, href }) =>
            `<link rel="alternate" hreflang="${language}" href="${escapeHtml(href)}">`,
        ),
      ]
    : [meta('name', 'robots', 'noindex')];
  const forSharing =
    listed && drawing
      ? [
          meta('property', 'og:type', 'website'),
          meta('property', 'og:title', drawing.title),
          meta('property', 'og:description', drawing.description),
          meta('property', 'og:url', listed.canonical),
          meta('property', 'og:locale', locale),
          ...(brand.socialImage === null
            ? []
            : [
                meta('property', 'og:image', new URL(brand.socialImage, listed.canonical).href),
                meta('name', 'twitter:card', 'summary_large_image'),
              ]),
        ]
      : [];
  return [
    ...iconLinks(brand),
    `<link rel="manifest" href="${manifestPath}">`,
    ...files.styles.map((href) => `<link rel="stylesheet" crossorigin href="${href}">`),
    ...files.scripts.map((href) => `<link rel="modulepreload" crossorigin href="${href}">`),
    ...aboutPage,
    ...forSearch,
    ...forSharing,
  ];
}

/**
 * Replaces the first occurrence of a mark. Throws if the template doesn't contain it, because the template is then not
 * the right one.
 */
function put(template: string, mark: string, text: string): string {
  const at = template.indexOf(mark);
  if (at < 0) throw new Error(`index.html has no ${mark}`);
  return template.slice(0, at) + text + template.slice(at + mark.length);
}

/** Applies the chosen color scheme, so that it is in effect from the first paint. */
function inColours(html: string, scheme: ColorScheme | null): string {
  if (scheme === null) return html;
  const other = scheme === 'light' ? 'dark' : 'light';
  return html
    .replace('data-mantine-color-scheme="light"', `data-mantine-color-scheme="${scheme}"`)
    .replace('content="light dark"', `content="${scheme}"`)
    .replace(new RegExp(`\\s*<meta name="theme-color"[^>]*\\(prefers-color-scheme: ${other}\\)"[^>]*>`), '')
    .replace(` media="(prefers-color-scheme: ${scheme})"`, '');
}

/**
 * Fills in the document for one response. Nothing in it comes from the request, except through the rendered page, which
 * escapes it.
 */
export function fillTemplate(template: string, content: DocumentContent): string {
  const { brand, colorScheme, drawing, first, locale, nonce } = content;
  const data = first
    ? `<script type="application/json" id="${firstAnswerId}">${escapeJson(first)}</script>`
    : '';
  const parts: [mark: string, text: string][] = [
    ['<html lang="en"', `<html lang="${locale}"`],
    ['__TITLE__', escapeHtml(drawing?.title ?? portalNameIn(brand, locale))],
    ['</head>', `${headOf(content).join('\n    ')}\n  </head>`],
    ['<!--page-->', drawing?.html ?? ''],
    ['<!--first-answer-->', data],
  ];
  return parts
    .reduce((html, [mark, text]) => put(html, mark, text), inColours(template, colorScheme))
    .replaceAll(noncePlaceholder, nonce);
}
