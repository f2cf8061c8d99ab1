/** Challenges for missing or rejected bearer tokens (RFC 6750, section 3). */

/** Values of `WWW-Authenticate` (section 3). Descriptions must be ASCII without quotes or backslashes. */
export const bearerChallenges = {
  tokenMissing: 'Bearer realm="customer-portal"',
  tokenInvalid: (description: string): string =>
    `Bearer realm="customer-portal", error="invalid_token", error_description="${description}"`,
  scopeInsufficient: (scope: string): string =>
    `Bearer realm="customer-portal", error="insufficient_scope", scope="${scope}"`,
} as const;
