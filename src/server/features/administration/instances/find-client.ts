/** Collects what administrators see of one client: its secrets, its tokens and what it has asked lately. */
import type { Deps } from '#server/deps.ts';
import { liveOlderSecret } from '#server/features/instances/secrets/live-hashes.ts';
import { type ClientDetails, clientDays, maxCounted } from '#shared/administration/instances.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { AppError } from '#shared/errors.ts';
import { lastOf, lastSeen } from './list-clients.ts';

type FindDeps = Pick<
  Deps,
  'accessTokens' | 'clientSightings' | 'instanceClients' | 'lastPings' | 'now' | 'pingCounts'
>;

/** Throws `not_found` if there is no such client. */
export async function findClient(deps: FindDeps, clientId: string): Promise<ClientDetails> {
  const client = await deps.instanceClients.findById(clientId);
  if (!client) throw new AppError('not_found', 'there is no such client');
  const today = dayOf(deps.now());
  const span = { from: addDays(today, 1 - clientDays), through: today };
  const [counts, sightings, overdue, tokens] = await Promise.all([
    deps.pingCounts.listByClients([client.id], span),
    deps.clientSightings.listByClients([client.id]),
    deps.lastPings.countOverdue([client.id], { today, max: maxCounted }),
    deps.accessTokens.countLive(client.id, maxCounted),
  ]);
  const older = liveOlderSecret(client, new Date());
  return {
    ...{ id: client.id, name: client.name, product: client.product, disabledAt: client.revokedAt },
    createdAt: client.createdAt,
    secrets: [
      { number: client.secretNumber, madeAt: client.secretMadeAt, endsAt: null },
      ...(older ? [{ number: older.number, madeAt: older.madeAt, endsAt: older.endsAt }] : []),
    ],
    tokens,
    lastSeenAt: lastSeen(sightings),
    failedSignInAt: lastOf(sightings, (outcome) => outcome === 'sign_in_failed'),
    revokedTokenAt: lastOf(sightings, (outcome) => outcome === 'token_revoked'),
    days: counts.map(({ clientId: _, ...count }) => count),
    today,
    overdueChecks: overdue.get(client.id) ?? 0,
  };
}
