/** Checks, at the end of an import, that every key is answered as the PHP portal answers it. */
import type { Deps } from '#server/deps.ts';
import { checkAnswers } from '#server/features/takeover/billing/check-answers.ts';
import type { SourceRepository } from '#server/features/takeover/source/source.repository.ts';
import { Report } from './report.ts';

const together = 500;

/** Returns how the answers compare. A difference that isn't deliberate is a finding. */
export async function checkEveryKey(
  deps: Pick<Deps, 'keyVault' | 'licences' | 'now' | 'settings'>,
  source: Pick<SourceRepository, 'licencesAfter'>,
): Promise<Report> {
  const report = new Report();
  for (let after = 0; ; ) {
    const { rows, last } = await source.licencesAfter(after, together);
    if (last === null) return report;
    after = last;
    const differences = await checkAnswers(deps, rows);
    report.answer('alike', rows.length - differences.length);
    for (const { licenceId, deliberate } of differences) {
      report.answer(deliberate ?? 'otherwise', 1);
      if (deliberate === null) report.find('answered_otherwise', 'licence_keys', licenceId);
    }
  }
}
