/** What the pages ask of the browser beyond the document: one place, so that tests can stand in its way. */
export const browser = {
  /** Leaves the portal for another site. */
  goTo: (url: string): void => window.location.assign(url),
};
