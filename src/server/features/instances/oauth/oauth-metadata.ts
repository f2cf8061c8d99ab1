/** What the portal publishes about its OAuth server (RFC 8414) and about the ping that its tokens open (RFC 9728). */
import { manageKeyScope } from '#shared/instances/instances.ts';
import { apiDocumentPath } from '#shared/pages.ts';

const authMethods = ['client_secret_basic', 'client_secret_post'];

/**
 * By path. Nothing is signed, so there are no keys to publish, and nobody signs in here, so there is no authorization
 * endpoint. `response_types_supported` is required, and empty for a server without one.
 */
export const oauthMetadata = (appUrl: string): ReadonlyMap<string, Readonly<Record<string, unknown>>> =>
  new Map<string, Record<string, unknown>>([
    [
      '/.well-known/oauth-authorization-server',
      {
        issuer: appUrl,
        token_endpoint: `${appUrl}/oauth/token`,
        token_endpoint_auth_methods_supported: authMethods,
        introspection_endpoint: `${appUrl}/oauth/introspect`,
        introspection_endpoint_auth_methods_supported: authMethods,
        revocation_endpoint: `${appUrl}/oauth/revoke`,
        revocation_endpoint_auth_methods_supported: authMethods,
        grant_types_supported: ['client_credentials'],
        response_types_supported: [],
        scopes_supported: [manageKeyScope],
        service_documentation: appUrl + apiDocumentPath,
      },
    ],
    [
      '/.well-known/oauth-protected-resource/api/validate',
      {
        resource: `${appUrl}/api/validate`,
        authorization_servers: [appUrl],
        scopes_supported: [manageKeyScope],
        bearer_methods_supported: ['header'],
        resource_documentation: appUrl + apiDocumentPath,
      },
    ],
  ]);
