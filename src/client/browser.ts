/** What the pages ask of the browser beyond the document: one place, so that tests can stand in its way. */
export const browser = {
  /** Leaves the portal for another site. */
  goTo: (url: string): void => window.location.assign(url),
  /** Loads the page anew, with nothing of what is in memory. */
  reload: (): void => window.location.reload(),
  /** Takes everything out of sight, or back into it. */
  hide: (isHidden: boolean): void => {
    document.documentElement.style.visibility = isHidden ? 'hidden' : '';
  },
};
