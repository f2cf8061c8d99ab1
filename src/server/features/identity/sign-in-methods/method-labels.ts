/** The security log's words for the endpoints of sign-in: what a person reads, and takes away, is no address of ours. */

const words: Readonly<Record<string, string>> = {
  '/sign-in/email': 'password',
  '/two-factor/verify-totp': 'authenticator',
  '/two-factor/verify-backup-code': 'recovery-code',
  '/passkey/verify-authentication': 'passkey',
  '/verify-email': 'email-link',
  '/confirm-address': 'email-link',
  email_code: 'email-code',
};

/** A way in by its word. */
export const methodLabelOf = (way: string): string => words[way] ?? way;

const kindsWithWays: ReadonlySet<string> = new Set(['signed_in', 'identity_confirmed']);

/** The detail of a line of the log: earlier releases wrote the endpoint itself. Names that people chose are theirs. */
export const detailInWords = ({ kind, detail }: { kind: string; detail: string | null }): string | null =>
  detail !== null && kindsWithWays.has(kind) ? methodLabelOf(detail) : detail;
