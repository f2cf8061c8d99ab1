/** Wraps the browser functions that affect the whole page, so that tests can stub them. */
export const browser = {
  /** Leaves the portal for another site. */
  goTo: (url: string): void => window.location.assign(url),
  /** Reloads the page, discarding everything in memory. */
  reload: (): void => window.location.reload(),
  /** Hides or shows the whole document. */
  hide: (isHidden: boolean): void => {
    document.documentElement.style.visibility = isHidden ? 'hidden' : '';
  },
};
