/**
 * The layout of HTML documents that the server renders without the client. They work without an account and without
 * JavaScript.
 */

import { type Brand, portalNameIn } from '#server/platform/brand/brand.ts';
import { iconLinks } from '#server/platform/brand/icon-links.ts';
import { type Html, html } from '#server/platform/mail/mail-layout.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import { type ProductName, products } from '#shared/catalogue/products.ts';
import type { ColorScheme } from '#shared/first-answer.ts';
import { pages } from '#shared/pages.ts';
import type { Mark } from '#shared/public-config.ts';
import { stylesFor } from './page-styles.ts';

/** The portal's own drawings of the products' logos, as in the client's pages (`client/brand/product-logo`). */
const drawings: Readonly<Record<ProductName, Html>> = {
  Monica: {
    markup: `<svg class="monica" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><path d="M4 20.5v-5.3a4 4 0 0 1 8 0v5.3M12 15.2a4 4 0 0 1 8 0v5.3"/><g fill="currentColor" stroke="none"><circle cx="8" cy="5.6" r="2.3"/><circle cx="16" cy="5.6" r="2.3"/></g></svg>`,
  },
  OfficeLife: {
    markup: `<svg class="office" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><path d="M5.2 20.5A2 2 0 0 1 4 18.7V5.5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v13.2a2 2 0 0 1-1.2 1.8M8.8 20.5v-3.3a3.2 3.2 0 0 1 6.4 0v3.3"/><circle cx="12" cy="9.2" r="2.3" fill="currentColor" stroke="none"/></svg>`,
  },
};

/** Renders an image of the brand. Without a chosen color scheme, the browser picks the version that suits its own. */
function imageOf({ light, dark }: Mark, colorScheme: ColorScheme | null): Html {
  if (colorScheme !== null)
    return html`<img src="${colorScheme === 'dark' ? dark : light}" alt="" height="20">`;
  const forDark = dark === light ? '' : html`<source srcset="${dark}" media="(prefers-color-scheme: dark)">`;
  return html`<picture>${forDark}<img src="${light}" alt="" height="20"></picture>`;
}

/** Renders the operator's logo or, without one, the logos of the products. */
function marksOf({ logo, products: brands }: Brand, colorScheme: ColorScheme | null): Html {
  const marks =
    logo === null
      ? products.map((product) => {
          const own = brands[product].logo;
          return own === null ? drawings[product] : imageOf(own, colorScheme);
        })
      : [imageOf(logo, colorScheme)];
  return html`<span class="marks" aria-hidden="true">${marks}</span>`;
}

export interface PageParts {
  locale: Locale;
  /** Null to follow the reader's system setting. */
  colorScheme: ColorScheme | null;
  brand: Brand;
  title: string;
  main: Html;
  /** A link next to the portal's name. */
  beside?: Html;
  /** Whether search engines may list the page. Default: false. */
  listed?: boolean;
  /** Whether the page has a form that posts to the portal. Default: false. */
  hasForm?: boolean;
}

/**
 * Returns the Content-Security-Policy for these documents, which allows only their own styles and the portal's icons,
 * and forms only where there are any.
 */
export const pagePolicy = (nonce: string, { hasForm = false }: Pick<PageParts, 'hasForm'> = {}): string =>
  `default-src 'none'; style-src 'nonce-${nonce}'; img-src 'self'; base-uri 'none'; form-action ${hasForm ? "'self'" : "'none'"}; frame-ancestors 'none'`;

/** Color of the browser's toolbar. */
const themeColor: Readonly<Record<ColorScheme, string>> = { light: '#FAF9F7', dark: '#151412' };

function themeColorsFor(scheme: ColorScheme | null): Html {
  if (scheme !== null) return html`<meta name="theme-color" content="${themeColor[scheme]}">`;
  return html`<meta name="theme-color" content="${themeColor.light}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="${themeColor.dark}" media="(prefers-color-scheme: dark)">`;
}

/** Renders a complete document with inline styles. All texts are escaped. */
export function drawHtmlPage(
  { locale, colorScheme, brand, title, main, beside, listed }: PageParts,
  nonce: string,
): string {
  const name = portalNameIn(brand, locale);
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${colorScheme ?? 'light dark'}">
${themeColorsFor(colorScheme)}
${listed ? '' : html`<meta name="robots" content="noindex">\n`}<title>${title} · ${name}</title>
${{ markup: iconLinks(brand).join('\n') }}
<style nonce="${nonce}">${{ markup: stylesFor(colorScheme) }}</style>
</head>
<body>
<header><div class="column"><a class="name" href="${pages.welcome}">${marksOf(brand, colorScheme)}${name}</a>${beside ?? ''}</div></header>
<main class="column">
${main}
</main>
</body>
</html>
`.markup;
}
