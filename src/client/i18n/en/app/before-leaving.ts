/** Asks before a page that shows a secret only once is left. */
export const beforeLeaving = {
  leave: 'Leave page',
  stay: 'Stay on this page',
} as const;
