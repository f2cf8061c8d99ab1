/** Metadata documents for the OAuth server (RFC 8414) and for the ping as its protected resource (RFC 9728). */
import { manageKeyScope } from '#shared/instances/instances.ts';
import { apiDocumentPath } from '#shared/pages.ts';

const authMethods = ['client_secret_basic', 'client_secret_post'];

/**
 * Returns the documents by path. They list neither keys, because nothing is signed, nor an authorization endpoint,
 * because no user signs in here. RFC 8414 requires `response_types_supported` even if it is empty.
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
