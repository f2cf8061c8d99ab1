/** GET /api/user: returns the account that the token belongs to. */
import { z } from 'zod';
import { resource } from '#server/platform/rest/resource.ts';
import { ApiUser } from '#shared/rest-api.ts';

export const userResource = resource({
  path: '/api/user',
  permission: 'account:read',
  query: z.object({}),
  output: ApiUser,
  async read({ accounts }, userId) {
    const account = await accounts.findById(userId);
    if (!account) return null;
    const { id, name, email, locale, country } = account;
    return { id, name, email, locale, country };
  },
});
