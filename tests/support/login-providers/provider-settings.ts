/** Portal settings for login providers on this machine. */
import type { LoginProviderId } from '#shared/identity/login-providers.ts';
import { clientId, clientSecret } from './person.ts';

/** The providers that use Laravel Passport. */
export const passports: readonly LoginProviderId[] = ['monica', 'officelife'];
export const callbackOf = (portalUrl: string, id: LoginProviderId) => `${portalUrl}/auth/${id}/callback`;

/** Returns the settings for one provider. */
export function settingsOf(
  id: LoginProviderId,
  portalUrl: string,
  openId: string,
  passport: string,
): Record<string, string> {
  const prefix = id.toUpperCase();
  const userPaths: Partial<Record<LoginProviderId, string>> = {
    github: '/github/user',
    facebook: '/facebook/me?fields=id,name,email',
  };
  return {
    [`${prefix}_CLIENT_ID`]: clientId,
    [`${prefix}_CLIENT_SECRET`]: clientSecret,
    [`${prefix}_REDIRECT_URI`]: callbackOf(portalUrl, id),
    ...(passports.includes(id)
      ? { [`${prefix}_HOST`]: passport }
      : {
          [`${prefix}_ISSUER`]: openId,
          [`${prefix}_AUTHORIZE_URL`]: `${openId}/auth`,
          [`${prefix}_TOKEN_URL`]: `${openId}/token`,
          [`${prefix}_USER_URL`]: `${openId}${userPaths[id] ?? '/me'}`,
        }),
    ...(id === 'github' ? { GITHUB_EMAILS_URL: `${openId}/github/emails` } : {}),
  };
}
