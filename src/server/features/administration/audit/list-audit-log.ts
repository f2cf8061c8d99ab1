/** Splits the audit log into pages. */
import type { Deps } from '#server/deps.ts';
import { keysetPage } from '#server/platform/lists/keyset-page.ts';
import {
  type AuditEntry,
  type AuditFilter,
  type AuditPage,
  type AuditQuestion,
  auditEntriesPerPage,
} from '#shared/administration/audit.ts';
import type { TimePosition } from '#shared/lists/time-cursor.ts';

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

/** Number of entries read at a time, so that a file of any length needs little memory. */
const batchSize = 500;

/** Yields all selected entries in batches, newest first. Entries that are added meanwhile are not among them. */
export async function* auditBatches(
  { auditLog }: Pick<Deps, 'auditLog'>,
  filter: AuditFilter,
): AsyncGenerator<AuditEntry[]> {
  for (let older: TimePosition | undefined; ; ) {
    const entries: AuditEntry[] = await auditLog.list(filter, { ...(older && { older }), limit: batchSize });
    yield entries;
    const last = entries.at(-1);
    if (!last || entries.length < batchSize) return;
    older = last;
  }
}
