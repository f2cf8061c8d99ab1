/** How better-auth names the password among the rows of `accounts`. */

/** The `provider_id` under which better-auth stores a password. */
export const passwordProvider = 'credential';
