/** GET /api/receipts: lists the customer's receipts page by page, newest first. */

import { resource } from '#server/platform/rest/resource.ts';
import { ApiReceipts, ApiReceiptsQuery, toApiReceipt } from '#shared/rest-api.ts';
import { listNumberedReceipts } from './list-receipts.ts';

export const receiptsResource = resource({
  path: '/api/receipts',
  permission: 'receipts:read',
  query: ApiReceiptsQuery,
  output: ApiReceipts,
  async read(deps, userId, { page }) {
    const { receipts, pages, total } = await listNumberedReceipts(deps, userId, { page });
    return { receipts: receipts.map(toApiReceipt), page, pages, total };
  },
});
