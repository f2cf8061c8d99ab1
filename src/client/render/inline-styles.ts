/** Styles of elements, in a form that the page's security policy lets pass before any script. */

interface Styled {
  html: string;
  /** Rules for what was marked. */
  css: string;
}

const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#x27;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

/**
 * Takes the `style` attributes out of what React wrote, and gives the same as rules of a stylesheet, which can carry a
 * nonce where an attribute cannot. React escapes every quotation mark in texts and values, so what looks like an
 * attribute is one.
 */
export function styleByRules(html: string): Styled {
  const numbers = new Map<string, number>();
  const marked = html.replace(/ style="([^"]*)"/g, (_attribute, declarations: string) => {
    const number = numbers.get(declarations) ?? numbers.size;
    numbers.set(declarations, number);
    return ` data-style="${number}"`;
  });
  const rules = [...numbers].map(([declarations, number]) => {
    const text = declarations.replace(/&(?:quot|#x27|lt|gt|amp);/g, (entity) => entities[entity] ?? entity);
    return `[data-style="${number}"]{${text}}`;
  });
  return { html: marked, css: rules.join('') };
}
