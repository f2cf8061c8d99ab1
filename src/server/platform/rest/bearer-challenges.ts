/** What a refusal says of the bearer token that was sent or was missing (RFC 6750, section 3). */

/** The value of WWW-Authenticate (section 3). Descriptions are ASCII without quotes and backslashes. */
export const bearerChallenges = {
  tokenMissing: 'Bearer realm="customer-portal"',
  tokenInvalid: (description: string): string =>
    `Bearer realm="customer-portal", error="invalid_token", error_description="${description}"`,
  scopeInsufficient: (scope: string): string =>
    `Bearer realm="customer-portal", error="insufficient_scope", scope="${scope}"`,
} as const;
