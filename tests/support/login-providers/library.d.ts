/**
 * Declares the module as the product imports it, bypassing the package's entry, which prints a warning on unsupported
 * Node versions.
 */
declare module 'oidc-provider/lib/helpers/interaction_policy/index.js' {
  import type { interactionPolicy } from 'oidc-provider';

  export const base: typeof interactionPolicy.base;
  export const Prompt: typeof interactionPolicy.Prompt;
}
