/** Splits the audit log into pages. A page is found by the entry next to it, so entries that are added move none. */
import type { Deps } from '#server/deps.ts';
import {
  type AuditEntry,
  type AuditFilter,
  type AuditPage,
  type AuditQuestion,
  auditEntriesPerPage,
} from '#shared/administration/audit.ts';
import type { AuditPosition } from './audit-log.repository.ts';

function positionOf(cursor: string): AuditPosition {
  const [at, id] = cursor.split('-').map(Number);
  return { at: new Date(at ?? 0), id: id ?? 0 };
}

const cursorOf = ({ at, id }: AuditEntry): string => `${at.getTime()}-${id}`;

/** Returns the page after or before a cursor; without one, or if nothing is newer than it, the newest entries. */
export async function listAuditLog(
  { auditLog }: Pick<Deps, 'auditLog'>,
  { after, before, ...filter }: AuditQuestion,
): Promise<AuditPage> {
  const limit = auditEntriesPerPage + 1;
  if (before !== undefined && after === undefined) {
    const found = await auditLog.list(filter, { newer: positionOf(before), limit });
    // A shorter page would be the first one, so the first one is shown in full.
    if (found.length >= limit) {
      const entries = found.slice(1);
      return { entries, newer: edgeOf(entries[0]), older: edgeOf(entries.at(-1)) };
    }
  }
  const found = await auditLog.list(filter, { ...(after && { older: positionOf(after) }), limit });
  const entries = found.slice(0, auditEntriesPerPage);
  return {
    entries,
    newer: after === undefined ? null : edgeOf(entries[0]),
    older: found.length > entries.length ? edgeOf(entries.at(-1)) : null,
  };
}

const edgeOf = (entry: AuditEntry | undefined): string | null => (entry ? cursorOf(entry) : null);

/** Number of entries read at a time, so that a file of any length needs little memory. */
const batchSize = 500;

/** Yields all selected entries in batches, newest first. Entries that are added meanwhile are not among them. */
export async function* auditBatches(
  { auditLog }: Pick<Deps, 'auditLog'>,
  filter: AuditFilter,
): AsyncGenerator<AuditEntry[]> {
  for (let older: AuditPosition | undefined; ; ) {
    const entries: AuditEntry[] = await auditLog.list(filter, { ...(older && { older }), limit: batchSize });
    yield entries;
    const last = entries.at(-1);
    if (!last || entries.length < batchSize) return;
    older = last;
  }
}
