/** Imports the clients of instances and the access tokens that they hold, page by page. */
import type { Deps } from '#server/deps.ts';
import { Report } from '#server/features/takeover/report/report.ts';
import type { SourceRepository } from '#server/features/takeover/source/source.repository.ts';
import { importClients } from './import-clients.ts';
import { importTokens } from './import-tokens.ts';

const together = 500;

export async function importInstances(
  deps: Pick<Deps, 'transaction'>,
  source: Pick<SourceRepository, 'clientsAfter' | 'tokensAfter'>,
): Promise<Report> {
  const report = new Report();
  const skip = (table: string, rows: readonly { id: string; reason: string }[]) =>
    report.skipped.push(...rows.map((row) => ({ table, ...row })));
  for (let after = ''; ; ) {
    const { rows, last } = await source.clientsAfter(after, together, report.skipped);
    if (last === null) break;
    after = last;
    const { counts, skipped, kept } = await importClients(deps, rows);
    report.count('oauth_clients', 'came', counts.came);
    report.count('oauth_clients', 'changed', counts.changed);
    report.count('oauth_clients', 'unchanged', counts.unchanged + counts.kept);
    skip('oauth_clients', skipped);
    for (const { id } of kept) report.find('changed_in_both', 'oauth_clients', id);
  }
  for (let after = ''; ; ) {
    const { rows, last } = await source.tokensAfter(after, together, report.skipped);
    if (last === null) break;
    after = last;
    const { counts, skipped } = await importTokens(deps, rows);
    report.count('oauth_access_tokens', 'came', counts.came);
    report.count('oauth_access_tokens', 'changed', counts.changed);
    report.count('oauth_access_tokens', 'unchanged', counts.unchanged);
    skip('oauth_access_tokens', skipped);
  }
  return report;
}
