/**
 * Checks that an SVG file is a drawing and nothing else. Anything that could run, load another file or refer to one is
 * refused instead of removed, so that the operator's mark never silently looks different.
 */
import {
  parseXml,
  XmlCdata,
  XmlDocumentType,
  XmlElement,
  type XmlNode,
  XmlProcessingInstruction,
  XmlText,
} from '@rgrove/parse-xml';

const svgNamespace = 'http://www.w3.org/2000/svg';

const allowedElements: ReadonlySet<string> = new Set([
  ...['svg', 'g', 'defs', 'symbol', 'use', 'title', 'desc', 'style', 'text', 'tspan', 'textPath'],
  ...['path', 'circle', 'ellipse', 'rect', 'line', 'polyline', 'polygon'],
  ...['linearGradient', 'radialGradient', 'stop', 'pattern', 'clipPath', 'mask', 'marker', 'filter'],
  ...['feBlend', 'feColorMatrix', 'feComponentTransfer', 'feComposite', 'feFlood', 'feFuncA', 'feFuncB'],
  ...['feFuncG', 'feFuncR', 'feGaussianBlur', 'feMerge', 'feMergeNode', 'feOffset'],
]);

/** CSS that could load something, or that hides what it does behind an escape. */
const forbiddenCss =
  /\\|@import|@font-face|@namespace|expression\(|image-set\(|(?<![\w-])(?:image|src|cross-fade)\(|url\(\s*(?!["']?#)/i;

/** Attributes with text for people, which isn't interpreted. */
const isText = (name: string): boolean => name.startsWith('aria-') || name === 'id' || name === 'class';

function problemOfAttribute(name: string, value: string): string | null {
  if (name === 'xmlns') {
    return value === svgNamespace ? null : `has an element of another kind (${value})`;
  }
  // Declares a prefix. Elements with a prefix are refused.
  if (name.startsWith('xmlns:')) return null;
  const local = name.slice(name.indexOf(':') + 1).toLowerCase();
  if (local.startsWith('on')) return `has the attribute ${name}, which runs a script`;
  if (local === 'base') return `has the attribute ${name}, which refers to another file`;
  if ((local === 'href' || local === 'src') && !value.trim().startsWith('#'))
    return `refers to something outside itself (${name})`;
  return !isText(local) && forbiddenCss.test(value) ? `refers to something outside itself (${name})` : null;
}

function problemOfElement(element: XmlElement): string | null {
  const { name, attributes } = element;
  if (!allowedElements.has(name))
    return `has the element <${name}>, which is not allowed: export it as plain SVG, with paths instead of images and without scripts, links or animation`;
  if (name === 'style' && forbiddenCss.test(element.text))
    return 'has a style that refers to something outside itself';
  for (const [attribute, value] of Object.entries(attributes)) {
    const problem = problemOfAttribute(attribute, value);
    if (problem !== null) return problem;
  }
  return null;
}

function problemOfNode(node: XmlNode): string | null {
  if (node instanceof XmlElement) return problemOfElement(node);
  if (node instanceof XmlProcessingInstruction) return `has the instruction <?${node.name}?>: remove it`;
  if (node instanceof XmlDocumentType)
    return node.internalSubset === null ? null : 'has a DOCTYPE with declarations: remove it';
  return node instanceof XmlText || node instanceof XmlCdata ? null : `has an unexpected part (${node.type})`;
}

function problemOfRoot(root: XmlElement | null): string | null {
  if (root?.name !== 'svg' || root.attributes.xmlns !== svgNamespace)
    return `must begin with <svg xmlns="${svgNamespace}" …>`;
  return root.attributes.viewBox === undefined ? 'must have a viewBox, so that it can be scaled' : null;
}

/** Returns what is wrong with an SVG file and what to do about it; null if it can be served. */
export function problemOfSvg(text: string): string | null {
  let document: ReturnType<typeof parseXml>;
  try {
    document = parseXml(text, { preserveDocumentType: true });
  } catch (error) {
    // The first line says what and where; the rest is an excerpt. Very deep nesting exhausts the stack.
    const [said = ''] = (error instanceof Error ? error.message : '').split('\n');
    return `is not valid XML: ${said}`;
  }
  const problem = problemOfRoot(document.root);
  if (problem !== null) return problem;
  const waiting: XmlNode[] = [...document.children];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const found = problemOfNode(node);
    if (found !== null) return found;
    if (node instanceof XmlElement) for (const child of node.children) waiting.push(child);
  }
  return null;
}
