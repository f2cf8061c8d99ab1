/** Maps better-auth's models to the portal's tables and columns, and declares which user fields it may set. */
import type { BetterAuthOptions } from 'better-auth';
import { Locale } from '#shared/accounts/accounts.ts';

const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

export const authTables = {
  user: {
    modelName: 'users',
    fields: { emailVerified: 'email_verified', ...stamps },
    additionalFields: {
      locale: { type: 'string', required: false, defaultValue: 'en', validator: { input: Locale } },
      country: { type: 'string', required: false, input: false },
      instanceAdministrator: {
        type: 'boolean',
        required: false,
        input: false,
        fieldName: 'instance_administrator',
      },
      administratorRole: { type: 'string', required: false, input: false, fieldName: 'administrator_role' },
      blockedAt: { type: 'date', required: false, input: false, fieldName: 'blocked_at' },
      termsAcceptedAt: { type: 'date', required: false, input: false, fieldName: 'terms_accepted_at' },
    },
  },
  session: {
    modelName: 'sessions',
    additionalFields: {
      /** When the user last authenticated in this session. */
      reauthenticatedAt: { type: 'date', required: false, input: false, fieldName: 'reauthenticated_at' },
    },
    fields: {
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      ...stamps,
    },
  },
  account: {
    modelName: 'accounts',
    fields: {
      userId: 'user_id',
      providerId: 'provider_id',
      accountId: 'account_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...stamps,
    },
  },
  verification: {
    modelName: 'verifications',
    fields: { expiresAt: 'expires_at', ...stamps },
  },
} as const satisfies BetterAuthOptions;

/** Maps the two-factor plugin to the portal's table. */
export const twoFactorTables = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: {
    modelName: 'two_factors',
    fields: {
      userId: 'user_id',
      backupCodes: 'backup_codes',
      failedVerificationCount: 'failed_verification_count',
      lockedUntil: 'locked_until',
    },
  },
} as const;

/** Returns whether an administrator has blocked the account of a user row from signing in. */
export const isBlocked = (user: object): boolean => 'blockedAt' in user && user.blockedAt != null;

/** Returns the language of a user row as better-auth reads it. */
export const localeOf = (user: object): Locale =>
  Locale.catch('en').parse('locale' in user ? user.locale : undefined);
