/** Messages for buttons that copy text. */
export const copying = {
  copied: 'Copied',
  blocked: 'Your browser blocked copying. Select the text and copy it yourself.',
} as const;
