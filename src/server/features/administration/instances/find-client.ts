/** Collects what administrators see of one client: its secrets, its tokens and what it has asked lately. */
import type { Deps } from '#server/deps.ts';
import { liveOlderSecret } from '#server/features/instances/secrets/live-hashes.ts';
import { type ClientDetails, clientDays, maxCounted } from '#shared/administration/instances.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { dayMs } from '#shared/durations.ts';
import { AppError } from '#shared/errors.ts';
import { lastOf, lastSeen } from './list-clients.ts';

type FindDeps = Pick<
  Deps,
  'accessTokens' | 'clientSightings' | 'instanceClients' | 'lastPings' | 'legacyTokens' | 'now' | 'pingCounts'
>;

/** Throws `not_found` if there is no such client. */
export async function findClient(deps: FindDeps, clientId: string): Promise<ClientDetails> {
  const client = await deps.instanceClients.findById(clientId);
  if (!client) throw new AppError('not_found', 'there is no such client');
  const today = dayOf(deps.now());
  const span = { from: addDays(today, 1 - clientDays), through: today };
  const [counts, sightings, overdue, tokens, legacyTokens] = await Promise.all([
    deps.pingCounts.listByClients([client.id], span),
    deps.clientSightings.listByClients([client.id]),
    deps.lastPings.countOverdue([client.id], { today, max: maxCounted }),
    deps.accessTokens.countLive(client.id, maxCounted),
    legacyTokensOf(deps, client.id),
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
    legacyTokens,
    lastSeenAt: lastSeen(sightings),
    failedSignInAt: lastOf(sightings, (outcome) => outcome === 'sign_in_failed'),
    revokedTokenAt: lastOf(sightings, (outcome) => outcome === 'token_revoked'),
    days: counts.map(({ clientId: _, ...count }) => count),
    today,
    overdueChecks: overdue.get(client.id) ?? 0,
  };
}

/** Returns what there is about the client's tokens of the PHP portal; null if it has none. */
async function legacyTokensOf(
  { legacyTokens, now }: Pick<Deps, 'legacyTokens' | 'now'>,
  clientId: string,
): Promise<ClientDetails['legacyTokens']> {
  const since = new Date(now().getTime() - clientDays * dayMs);
  const [valid, presented, lastPresentedAt] = await Promise.all([
    legacyTokens.countLive(clientId, { now: new Date(), max: maxCounted }),
    legacyTokens.countPresented(clientId, { since, max: maxCounted }),
    legacyTokens.lastPresentedAt(clientId),
  ]);
  return valid === 0 && lastPresentedAt === null ? null : { valid, presented, lastPresentedAt };
}
