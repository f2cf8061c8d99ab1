/**
 * Declares the internal modules of oidc-provider that the portal imports. Its entry point writes plain text to the log
 * on Node versions it doesn't support.
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
