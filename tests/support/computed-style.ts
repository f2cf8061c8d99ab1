/**
 * Makes `getComputedStyle` cheap in jsdom. The queries by role ask for the style of each element and of its ancestors.
 * jsdom then applies its whole style sheet and computes a dozen colours, which takes a quarter of a page test's time,
 * although the queries only need to know whether the element is shown. No page test loads a style sheet that hides
 * anything, so this depends only on the element's kind and on `style` attributes.
 */

/** Kept outside the function, which is called for each test file, while the window belongs to the worker. */
const real = window.getComputedStyle;

/** Without a style attribute, elements of the same kind are displayed alike. */
const displays = new Map<string, string>();

function defaultDisplay(element: Element): string {
  const isHiddenInput = element.localName === 'input' && element.getAttribute('type') === 'hidden';
  const kind = `${element.namespaceURI} ${element.localName} ${isHiddenInput}`;
  let display = displays.get(kind);
  if (display === undefined) {
    const sample = document.createElementNS(element.namespaceURI, element.localName);
    if (isHiddenInput) sample.setAttribute('type', 'hidden');
    display = real(sample).getPropertyValue('display');
    displays.set(kind, display);
  }
  return display;
}

/** Returns the value that the element's `style` attribute gives the property; empty if it gives none. */
const ownValue = (element: Element, property: string): string =>
  element.hasAttribute('style') && (element instanceof HTMLElement || element instanceof SVGElement)
    ? element.style.getPropertyValue(property)
    : '';

function inheritedValue(element: Element, property: string, initial: string): string {
  for (let each: Element | null = element; each !== null; each = each.parentElement) {
    const value = ownValue(each, property);
    if (value !== '' && value !== 'inherit') return value;
  }
  return initial;
}

/** Returns the value of a property that decides whether an element is shown; null for any other property. */
function shownBy(element: Element, property: string): string | null {
  if (property === 'visibility') return inheritedValue(element, property, 'visible');
  if (property === 'pointer-events' || property === 'pointerEvents')
    return inheritedValue(element, 'pointer-events', 'auto');
  if (property === 'opacity') return ownValue(element, property);
  if (property !== 'display' || element.hasAttribute('hidden')) return null;
  return ownValue(element, property) || defaultDisplay(element);
}

/** Replaces `window.getComputedStyle`. Other properties are left to jsdom. */
export function cheapComputedStyle(): void {
  window.getComputedStyle = (element, pseudo) => {
    if (pseudo) return real(element, pseudo);
    let rest: CSSStyleDeclaration | undefined;
    const style = (): CSSStyleDeclaration => {
      rest ??= real(element);
      return rest;
    };
    return new Proxy({} as CSSStyleDeclaration, {
      get(_target, property) {
        if (property === 'getPropertyValue')
          return (name: string) => shownBy(element, name) ?? style().getPropertyValue(name);
        const known = typeof property === 'string' ? shownBy(element, property) : null;
        if (known !== null) return known;
        const value: unknown = Reflect.get(style(), property);
        return typeof value === 'function' ? value.bind(style()) : value;
      },
    });
  };
}
