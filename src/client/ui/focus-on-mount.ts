/**
 * A ref that focuses an element when it appears. Defined at module level, because React calls a ref function again
 * whenever it changes, which would move the focus on every render.
 */
export const focusOnMount = (element: HTMLElement | null): void => element?.focus();
