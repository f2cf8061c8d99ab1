/** What authenticator apps and passkeys show. */
export const appName = 'Customer portal';
