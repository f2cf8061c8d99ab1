/** Converts inline styles into a form that the content security policy allows. */

interface Styled {
  html: string;
  /** Stylesheet rules for the elements marked in `html`. */
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
 * Replaces the `style` attributes in React's output with stylesheet rules, because a stylesheet can carry a nonce and
 * an attribute can't. React escapes quotation marks in text and attribute values, so every match is a real attribute.
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
