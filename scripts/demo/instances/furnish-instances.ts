/** Makes up further instances of the demo: what they asked in the last month, and licences that they left unchecked. */
import type { Deps } from '#server/deps.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { revokeClient } from '#server/features/instances/revoke-client.ts';
import { rotateClientSecret } from '#server/features/instances/secrets/rotate-client-secret.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { addDays, type CalendarDate, dayOf, startOfDay } from '#shared/dates.ts';
import { hourMs } from '#shared/durations.ts';
import type { PingOutcome } from '#shared/instances/ping-outcomes.ts';

type InstanceDeps = Pick<
  Deps,
  'clientSightings' | 'instanceClients' | 'lastPings' | 'licences' | 'now' | 'pingCounts' | 'transaction'
>;

interface Made {
  name: string;
  product: Product | null;
  /** Requests of a day, `ago` days before today. */
  requests: (ago: number) => Partial<Record<PingOutcome, number>>;
}

const made: readonly Made[] = [
  {
    ...{ name: 'monica.example.org', product: 'Monica' },
    requests: (ago) => ({ good: 210 + ((ago * 37) % 60), ended: 3 + (ago % 4), unknown: ago % 5 }),
  },
  {
    ...{ name: 'officelife.example.org', product: 'OfficeLife' },
    requests: (ago) => ({ good: 88 + ((ago * 23) % 30), malformed: ago % 9 === 0 ? 1 : 0 }),
  },
  {
    ...{ name: 'monica.example.net (moved)', product: 'Monica' },
    requests: (ago) => (ago > 6 ? { good: 34 + (ago % 7) } : { token_revoked: 4, sign_in_failed: ago % 3 }),
  },
];

const days = 30;
/** Licences of the first customers that `monica.example.org` didn't check again. */
const customers = 40;

/** Stores what a client asked, up to yesterday. */
async function addRequests(deps: InstanceDeps, clientId: string, { requests }: Made): Promise<void> {
  const today = dayOf(deps.now());
  const counts = Array.from({ length: days - 1 }, (_, index) => index + 1).flatMap((ago) =>
    (Object.entries(requests(ago)) as [PingOutcome, number][]).flatMap(([outcome, total]) =>
      total === 0 ? [] : [{ day: addDays(today, -ago), clientId, outcome, total }],
    ),
  );
  await deps.pingCounts.add(counts);
  const lastAt = (day: CalendarDate) => new Date(startOfDay(day).getTime() + 21 * hourMs);
  await deps.clientSightings.note(
    counts.map(({ day, outcome }) => ({ clientId, outcome, lastAt: lastAt(day) })),
  );
}

async function leaveUnchecked(deps: InstanceDeps, clientId: string): Promise<void> {
  const today = dayOf(deps.now());
  for (let userId = 1; userId <= customers; userId += 5) {
    const [licence] = await deps.licences.listForUser(userId, 'Monica');
    if (!licence) continue;
    const nextCheckOn = addDays(today, -2 - (userId % 9));
    const at = startOfDay(addDays(nextCheckOn, -30));
    await deps.lastPings.saveNewest([{ licenceId: licence.id, at, nextCheckOn, endReason: null, clientId }]);
  }
}

/** Creates the instances. The secret of one was replaced a day ago, and another one was shut off. */
export async function furnishInstances(deps: InstanceDeps): Promise<void> {
  for (const instance of made) {
    const { clientId } = await createClient(deps, instance);
    await addRequests(deps, clientId, instance);
    if (instance.name === 'monica.example.org') await leaveUnchecked(deps, clientId);
    if (instance.product === 'OfficeLife')
      await rotateClientSecret(deps, { clientId, revokeTokens: false, overlapDays: 7 });
    if (instance.name.includes('moved')) await revokeClient(deps, clientId);
  }
}
