/** Messages of the dialog that asks for confirmation before the user leaves a page that shows a secret only once. */
export const beforeLeaving = {
  leave: 'Leave page',
  stay: 'Stay on this page',
} as const;
