/** For `ref`: takes the focus when the element appears, and never again. A function of its own, so that it is stable. */
export const focusOnMount = (element: HTMLElement | null): void => element?.focus();
