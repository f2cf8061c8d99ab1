/** The words of the security log for the methods of sign-in: customers read and export them, so they are not endpoints. */

const words: Readonly<Record<string, string>> = {
  '/sign-in/email': 'password',
  '/two-factor/verify-totp': 'authenticator',
  '/two-factor/verify-backup-code': 'recovery-code',
  '/passkey/verify-authentication': 'passkey',
  '/verify-email': 'email-link',
  '/confirm-address': 'email-link',
  email_code: 'email-code',
};

/** The label of a sign-in method. */
export const methodLabelOf = (way: string): string => words[way] ?? way;

const kindsWithWays: ReadonlySet<string> = new Set(['signed_in', 'identity_confirmed']);

/** The detail of an event as customers read it: earlier releases stored the endpoint. Chosen names are left alone. */
export const detailInWords = ({ kind, detail }: { kind: string; detail: string | null }): string | null =>
  detail !== null && kindsWithWays.has(kind) ? methodLabelOf(detail) : detail;
