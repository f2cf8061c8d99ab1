/** The library's own modules behind its entry, which writes plain text into the log on a Node that it does not know. */
declare module 'oidc-provider/lib/provider.js' {
  import type Library from 'oidc-provider';

  export const Provider: typeof Library;
}
declare module 'oidc-provider/lib/helpers/errors.js' {
  import type { errors } from 'oidc-provider';

  export const InvalidScope: typeof errors.InvalidScope;
  export const InvalidTarget: typeof errors.InvalidTarget;
}
