/**
 * Declares the internal modules of oidc-provider that the portal imports. The package's entry point isn't used, because
 * it writes plain text to the log if it doesn't support the Node version.
 */
declare module 'oidc-provider/lib/provider.js' {
  import type Library from 'oidc-provider';

  export const Provider: typeof Library;
}
declare module 'oidc-provider/lib/helpers/errors.js' {
  import type { errors } from 'oidc-provider';

  export const InvalidScope: typeof errors.InvalidScope;
  export const InvalidTarget: typeof errors.InvalidTarget;
}
