/** Splits the audit log into pages. */
import type { Deps } from '#server/deps.ts';
import { keysetBatches, keysetPage } from '#server/platform/lists/keyset-page.ts';
import {
  type AuditEntry,
  type AuditFilter,
  type AuditPage,
  type AuditQuestion,
  auditEntriesPerPage,
} from '#shared/administration/audit.ts';

/** Returns the page after or before a cursor; without one, the newest entries. */
export async function listAuditLog(
  { auditLog }: Pick<Deps, 'auditLog'>,
  { after, before, ...filter }: AuditQuestion,
): Promise<AuditPage> {
  const { rows, ...edges } = await keysetPage(
    { after, before, perPage: auditEntriesPerPage },
    (place, limit) => auditLog.list(filter, { ...place, limit }),
    (entry) => entry,
  );
  return { entries: rows, ...edges };
}

/** Yields all selected entries in batches, newest first. Entries that are added meanwhile are not among them. */
export const auditBatches = (
  { auditLog }: Pick<Deps, 'auditLog'>,
  filter: AuditFilter,
): AsyncGenerator<AuditEntry[]> =>
  keysetBatches(
    (place, limit) => auditLog.list(filter, { ...place, limit }),
    (entry) => entry,
  );
