/** GET /api/licences: lists the customer's licences without their keys. */
import { z } from 'zod';
import { resource } from '#server/platform/rest/resource.ts';
import { ApiLicences, toApiLicence } from '#shared/rest-api.ts';
import { listLicences } from './list-licences.ts';

export const licencesResource = resource({
  path: '/api/licences',
  permission: 'licences:read',
  query: z.object({}),
  output: ApiLicences,
  read: async (deps, userId) => ({ licences: (await listLicences(deps, { userId })).map(toApiLicence) }),
});
