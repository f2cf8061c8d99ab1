/** Which of our tables and columns better-auth's words stand for, and what of a user it may set. */
import type { BetterAuthOptions } from 'better-auth';
import { Locale } from '#shared/accounts.ts';

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
      termsAcceptedAt: { type: 'date', required: false, input: false, fieldName: 'terms_accepted_at' },
    },
  },
  session: {
    modelName: 'sessions',
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
