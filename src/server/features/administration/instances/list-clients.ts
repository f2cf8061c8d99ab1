/** Lists the clients of instances for administrators, by name, with what they have asked lately. */
import type { Deps } from '#server/deps.ts';
import type { InstanceClient } from '#server/features/instances/instance-client.repository.ts';
import type { ClientSighting } from '#server/features/instances/ping-counts/client-sighting.repository.ts';
import { liveOlderSecret } from '#server/features/instances/secrets/live-hashes.ts';
import {
  type ClientPage,
  type ClientQuestion,
  clientsPerPage,
  type ListedClient,
  listedDays,
  maxCounted,
} from '#shared/administration/instances.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import type { PingOutcome } from '#shared/instances/ping-outcomes.ts';

type ListDeps = Pick<Deps, 'clientSightings' | 'instanceClients' | 'lastPings' | 'now' | 'pingCounts'>;

/** Outcomes of requests that weren't made with a valid token. */
const withoutToken: ReadonlySet<PingOutcome> = new Set<PingOutcome>([
  'sign_in_failed',
  'token_refused',
  'token_revoked',
]);

/** Returns when one of these outcomes was last counted; null if none was. */
export function lastOf(
  sightings: readonly ClientSighting[],
  outcomes: (outcome: PingOutcome) => boolean,
): Date | null {
  const times = sightings.filter(({ outcome }) => outcomes(outcome)).map(({ lastAt }) => lastAt.getTime());
  return times.length === 0 ? null : new Date(Math.max(...times));
}

/** Returns when the portal last accepted a token of the client. */
export const lastSeen = (sightings: readonly ClientSighting[]): Date | null =>
  lastOf(sightings, (outcome) => !withoutToken.has(outcome));

/** Returns the page behind or before a client; without one, or if no full page is before it, the first one. */
export async function listClients(
  deps: ListDeps,
  { after, before, ...selection }: ClientQuestion,
): Promise<ClientPage> {
  const { instanceClients } = deps;
  const perPage = clientsPerPage;
  if (after === undefined && before !== undefined) {
    const found = await instanceClients.page(selection, { before }, perPage + 1);
    if (found.length > perPage) return pageOf(deps, found.slice(1), { hasNewer: true, hasOlder: true });
  }
  const found = await instanceClients.page(selection, after === undefined ? null : { after }, perPage + 1);
  return pageOf(deps, found.slice(0, perPage), {
    hasNewer: after !== undefined,
    hasOlder: found.length > perPage,
  });
}

async function pageOf(
  deps: ListDeps,
  clients: readonly InstanceClient[],
  { hasNewer, hasOlder }: { hasNewer: boolean; hasOlder: boolean },
): Promise<ClientPage> {
  const ids = clients.map(({ id }) => id);
  const today = dayOf(deps.now());
  const span = { from: addDays(today, 1 - listedDays), through: today };
  const [counts, sightings, overdue, ofUnknown] = await Promise.all([
    deps.pingCounts.listByClients(ids, span),
    deps.clientSightings.listByClients(ids),
    deps.lastPings.countOverdue(ids, { today, max: maxCounted }),
    deps.lastPings.listOverdue({ today, clientId: null }, null, maxCounted),
  ]);
  const listed = clients.map((client): ListedClient => {
    const own = counts.filter(({ clientId }) => clientId === client.id);
    const total = (outcomes: (outcome: PingOutcome) => boolean): number =>
      own.filter(({ outcome }) => outcomes(outcome)).reduce((sum, count) => sum + count.total, 0);
    return {
      ...{ id: client.id, name: client.name, product: client.product, disabledAt: client.revokedAt },
      lastSeenAt: lastSeen(sightings.filter(({ clientId }) => clientId === client.id)),
      overlapUntil: liveOlderSecret(client, new Date())?.endsAt ?? null,
      recent: {
        pings: total((outcome) => !withoutToken.has(outcome)),
        failedSignIns: total((outcome) => outcome === 'sign_in_failed'),
        revokedTokens: total((outcome) => outcome === 'token_revoked'),
      },
      overdueChecks: overdue.get(client.id) ?? 0,
    };
  });
  return {
    clients: listed,
    newer: hasNewer ? (ids[0] ?? null) : null,
    older: hasOlder ? (ids.at(-1) ?? null) : null,
    overdueOfUnknown: ofUnknown.length,
  };
}
