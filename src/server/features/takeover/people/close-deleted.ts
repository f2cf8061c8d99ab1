/** Closes accounts that were deleted in the PHP portal since they were imported. */
import type { Deps } from '#server/deps.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import type { Report } from '#server/features/takeover/report/report.ts';

export async function closeDeleted(
  deps: Pick<Deps, 'securityEvents' | 'importedRows'> & Parameters<typeof eraseDataSubject>[0],
  ids: readonly number[],
  { report, dryRun }: { report: Report; dryRun: boolean },
): Promise<void> {
  const existing = new Set(await deps.accounts.existing(ids));
  for (const id of ids) {
    if (!existing.has(id)) {
      report.find('deleted_here', 'users', id);
      if (!dryRun) await deps.importedRows.forget(id);
      continue;
    }
    if (!(await deps.securityEvents.awaitsFirstSignIn(id, new Date(0)))) {
      report.find('deleted_there', 'users', id);
      continue;
    }
    if (dryRun) {
      report.count('users', 'removed');
      continue;
    }
    const reason = 'deleted in the PHP portal';
    const { status } = await eraseDataSubject(deps, { accountId: id, reason });
    if (status === 'still_charged') report.find('deleted_there_but_charged', 'users', id);
    else if (status === 'last_administrator') report.find('deleted_there_last_administrator', 'users', id);
    else {
      await deps.importedRows.forget(id);
      report.count('users', 'removed');
    }
  }
}
