/** What is looked at once alerts are applied and committed. */
import type { Deps } from '../../../deps.ts';
import { findSecondLicencesOf } from '../second-licences.ts';
import type { Applied } from './apply-subjects.ts';

/**
 * Who has just got a licence may have paid for it twice. After the commit: of two payments applied at the same moment
 * at least one sees both. Never fails what it follows; what it could not find is found at night.
 */
export async function afterApplying(
  deps: Pick<Deps, 'transaction' | 'log'>,
  applied: ReadonlyMap<string, Applied>,
): Promise<void> {
  const issued = [...applied].flatMap(([subject, outcome]) =>
    outcome.status === 'applied' && outcome.licence === 'issued' ? [subject] : [],
  );
  if (issued.length === 0) return;
  try {
    const owners = await deps.transaction(async ({ subjects }) => [
      ...new Set([...(await subjects.find(issued)).values()].flatMap(({ userId }) => userId ?? [])),
    ]);
    if (owners.length > 0) await findSecondLicencesOf(deps, owners);
  } catch (error) {
    deps.log.warn({ err: error }, 'whether somebody pays twice was not looked at; it is tonight');
  }
}
