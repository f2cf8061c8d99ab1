/** Lists the licences that their instances should have checked again, and didn't. */
import type { Deps } from '#server/deps.ts';
import { checkLicence } from '#server/features/licences/licence-validity.ts';
import type { OverduePosition } from '#server/features/licences/pings/last-ping.repository.ts';
import {
  type OverdueCheck,
  type OverduePage,
  type OverdueQuestion,
  overdueChecksPerPage,
} from '#shared/administration/instances.ts';
import { CalendarDate, dayOf } from '#shared/dates.ts';

type OverdueDeps = Pick<Deps, 'accounts' | 'instanceClients' | 'lastPings' | 'licences' | 'now' | 'settings'>;

/** The first ten characters of a cursor are the day. */
const positionOf = (cursor: string): OverduePosition => ({
  dueOn: CalendarDate.parse(cursor.slice(0, 10)),
  licenceId: Number(cursor.slice(11)),
});

const present = <T>(ids: readonly (T | null | undefined)[]): T[] => [
  ...new Set(ids.filter((id): id is T => id !== null && id !== undefined)),
];

/** Returns a page of them, those whose check was due last first. */
export async function listOverdueChecks(
  deps: OverdueDeps,
  { clientId, after }: OverdueQuestion,
): Promise<OverduePage> {
  const today = dayOf(deps.now());
  const found = await deps.lastPings.listOverdue(
    { today, clientId },
    after === undefined ? null : positionOf(after),
    overdueChecksPerPage + 1,
  );
  const shown = found.slice(0, overdueChecksPerPage);
  const licences = await deps.licences.listByIds(shown.map(({ licenceId }) => licenceId));
  const owners = await deps.accounts.findByIds(present([...licences.values()].map(({ userId }) => userId)));
  const clients = await deps.instanceClients.namesOf(present(shown.map((each) => each.clientId)));
  const checks = shown.flatMap(({ licenceId, checkedAt, dueOn, clientId: id }): OverdueCheck[] => {
    const licence = licences.get(licenceId);
    if (!licence) return [];
    const check = checkLicence(licence, today, deps.settings);
    const { userId, plan } = licence;
    const name = userId === null ? undefined : owners.get(userId)?.name;
    return [
      {
        ...{ licenceId, checkedAt, dueOn, product: plan.product, planName: plan.friendlyName },
        customer: userId === null || name === undefined ? null : { id: userId, name },
        endReason: check.status === 'ended' ? check.reason : null,
        client: id === null ? null : { id, name: clients.get(id) ?? id },
      },
    ];
  });
  const last = shown.at(-1);
  return {
    checks,
    next: found.length > shown.length && last ? `${last.dueOn}-${last.licenceId}` : null,
  };
}
