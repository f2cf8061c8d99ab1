/** Labels of sign-in methods in the security log. They don't name endpoints, because customers read and export them. */

const words: Readonly<Record<string, string>> = {
  '/sign-in/email': 'password',
  '/two-factor/verify-totp': 'authenticator',
  '/two-factor/verify-backup-code': 'recovery-code',
  '/passkey/verify-authentication': 'passkey',
  '/verify-email': 'email-link',
  '/confirm-address': 'email-link',
  email_code: 'email-code',
};

/** Returns the label of a sign-in method. If it has none, returns the method unchanged. */
export const methodLabelOf = (method: string): string => words[method] ?? method;

const kindsWithMethods: ReadonlySet<string> = new Set(['signed_in', 'identity_confirmed']);

/**
 * Returns the detail of an event in words for customers. Earlier releases stored endpoints there; these are replaced
 * with labels. Names that customers chose stay unchanged.
 */
export const detailInWords = ({ kind, detail }: { kind: string; detail: string | null }): string | null =>
  detail !== null && kindsWithMethods.has(kind) ? methodLabelOf(detail) : detail;
