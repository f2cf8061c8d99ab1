/** Moves focus to the heading after a navigation, so that screen readers announce the new page. */
import type { createPortalRouter } from './router.tsx';

export function focusHeadingAfterNavigation(router: ReturnType<typeof createPortalRouter>): void {
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    const isFirstPage = fromLocation === undefined;
    const fieldHasFocus = document.activeElement instanceof HTMLInputElement;
    if (isFirstPage || !pathChanged || fieldHasFocus) return;
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  });
}
