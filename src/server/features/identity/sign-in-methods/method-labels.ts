/** Labels of sign-in methods in the security log. Customers read and export them, so they don't name endpoints. */

const words: Readonly<Record<string, string>> = {
  '/sign-in/email': 'password',
  '/two-factor/verify-totp': 'authenticator',
  '/two-factor/verify-backup-code': 'recovery-code',
  '/passkey/verify-authentication': 'passkey',
  '/verify-email': 'email-link',
  '/confirm-address': 'email-link',
  email_code: 'email-code',
};

/** Returns the label of a sign-in method, or the method itself if it has none. */
export const methodLabelOf = (method: string): string => words[method] ?? method;

const kindsWithMethods: ReadonlySet<string> = new Set(['signed_in', 'identity_confirmed']);

/**
 * Returns the detail of an event as customers read it. Replaces endpoints, which earlier releases stored, but not names
 * that customers chose.
 */
export const detailInWords = ({ kind, detail }: { kind: string; detail: string | null }): string | null =>
  detail !== null && kindsWithMethods.has(kind) ? methodLabelOf(detail) : detail;
