/**
 * Declares the module under the path from which the product imports it. The product bypasses the package's entry point,
 * which prints a warning on unsupported Node versions.
 */
declare module 'oidc-provider/lib/helpers/interaction_policy/index.js' {
  import type { interactionPolicy } from 'oidc-provider';

  export const base: typeof interactionPolicy.base;
  export const Prompt: typeof interactionPolicy.Prompt;
}
