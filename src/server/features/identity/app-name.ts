/** The portal's name, as authenticator apps and passkeys display it. */
export const appName = 'Customer portal';
