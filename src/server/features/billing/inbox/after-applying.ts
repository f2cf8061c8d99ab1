/** What is looked at once alerts are applied and committed. */
import type { Deps } from '../../../deps.ts';
import { findSecondLicencesOf, withdrawMistakenFlags } from '../second-licences.ts';
import type { Applied } from './apply-subjects.ts';

const atMost = 100;

/**
 * Who has just got a licence may have paid for it twice; and what is nobody's may be the same buyer's as what has just
 * been given an owner. After the commit: of two that were applied at the same moment at least one sees both. Never
 * fails what it follows; what it could not find is found at night.
 */
export async function afterApplying(
  deps: Pick<Deps, 'transaction' | 'log'>,
  applied: ReadonlyMap<string, Applied>,
): Promise<void> {
  const issued: string[] = [];
  const ended: string[] = [];
  for (const [subject, outcome] of applied) {
    if (outcome.status !== 'applied') continue;
    if (outcome.licence === 'issued') issued.push(subject);
    if (outcome.hasEnded) ended.push(subject);
  }
  if (issued.length === 0 && ended.length === 0) return;
  try {
    if (ended.length > 0) await withdrawMistakenFlags(deps, ended);
    if (issued.length === 0) return;
    const owners = await deps.transaction(async ({ subjects, now }) => {
      await subjects.makeDue(await subjects.listClaimable({ among: issued, limit: atMost }), now());
      const heads = [...(await subjects.find(issued)).values()];
      return [...new Set(heads.flatMap(({ userId }) => userId ?? []))];
    });
    if (owners.length > 0) await findSecondLicencesOf(deps, owners);
  } catch (error) {
    deps.log.warn({ err: error }, 'whose it is, and who pays twice, was not looked at; it is tonight');
  }
}
