/** After a change of page the focus goes to its heading, so that a screen reader says where one is. */
import type { createPortalRouter } from './router.tsx';

export function focusHeadingAfterNavigation(router: ReturnType<typeof createPortalRouter>): void {
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    const isFirstPage = fromLocation === undefined;
    const fieldHasFocus = document.activeElement instanceof HTMLInputElement;
    if (isFirstPage || !pathChanged || fieldHasFocus) return;
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  });
}
