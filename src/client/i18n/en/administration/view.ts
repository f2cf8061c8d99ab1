/** Messages for the view of a customer's pages. */
export const view = {
  label: 'View of a customer’s pages',
  whose: 'You’re viewing the pages of {name} ({email}).',
  readOnly: 'You can read them, but not change anything.',
  left: '{time} left',
  soon: 'The view ends in less than a minute.',
  end: 'End view',
  ended: 'The view of {name}’s pages has ended. You see your own account again.',
} as const;
