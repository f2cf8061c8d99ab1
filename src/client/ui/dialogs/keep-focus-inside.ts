/** Keeps the focus inside a dialog whose content changes, for example when it goes to its next step. */

/**
 * A ref for the element that contains the dialog's content. If the focused element is removed, moves the focus to the
 * element with `data-autofocus` or, while there is none, to the content itself. Defined at module level, because React
 * calls a ref function again whenever it changes.
 */
export function keepFocusInside(content: HTMLElement | null): (() => void) | undefined {
  if (!content) return;
  const observer = new MutationObserver(() => {
    const focused = document.activeElement;
    if (focused && focused !== document.body && focused !== content) return;
    const next = content.querySelector<HTMLElement>('[data-autofocus]') ?? content;
    next.focus({ preventScroll: true });
  });
  observer.observe(content, { childList: true, subtree: true });
  return () => observer.disconnect();
}
