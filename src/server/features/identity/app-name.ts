/** The name shown by authenticator apps and passkeys. */
export const appName = 'Customer portal';
