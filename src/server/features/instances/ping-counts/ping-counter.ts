/**
 * Counts requests of instances by their outcome. Counts are collected in memory and written later, so that no request
 * waits for it.
 */
import type { Deps } from '#server/deps.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import type { PingOutcome } from '#shared/instances/ping-outcomes.ts';
import type { PingCount } from './ping-count.repository.ts';

/**
 * Maximum number of different counts, and of different refused tokens, that are kept in memory. Anybody can send
 * invented IDs and tokens; further ones are counted without a client.
 */
const maxKept = 10_000;

/** Stands for an unknown client. */
const nobody = '';

export interface PingCounter {
  /** Counts a request of a client that has proved who it is; of nobody if the client is unknown. */
  count: (outcome: PingOutcome, clientId?: string) => void;
  /** Counts a token that isn't valid, by its hash. Whether and whose it was is looked up when it is written. */
  countRefused: (tokenHash: Buffer) => void;
  /** Counts a wrong secret. The client ID is only what was presented. */
  countWrongSecret: (presentedId: string) => void;
  /** Writes the counts so far. If the database can't be reached, rejects and keeps them for the next call. */
  write: () => Promise<void>;
}

type CounterDeps = Pick<Deps, 'accessTokens' | 'instanceClients' | 'now' | 'pingCounts'>;

/** Counts under keys that consist of a day and something else. */
interface Counts {
  add: (day: CalendarDate, key: string, total: number) => boolean;
  entries: () => { day: CalendarDate; key: string; total: number }[];
}

function startCounts(max: number): Counts {
  const counts = new Map<string, { day: CalendarDate; key: string; total: number }>();
  return {
    /** Returns false if there is no room for another key. */
    add(day, key, total) {
      const known = counts.get(`${day} ${key}`);
      if (known) known.total += total;
      else if (counts.size >= max) return false;
      else counts.set(`${day} ${key}`, { day, key, total });
      return true;
    },
    entries: () => [...counts.values()],
  };
}

/** What was counted since the last write. */
interface Pending {
  /** By outcome and client ID. */
  known: Counts;
  /** By the hash of the token, as hexadecimal digits. */
  refused: Counts;
  /** By the presented client ID. */
  wrongSecrets: Counts;
}

const startPending = (max: number): Pending => ({
  known: startCounts(Number.POSITIVE_INFINITY),
  refused: startCounts(max),
  wrongSecrets: startCounts(max),
});

/** Creates the counter of a process. If the process crashes, the counts since the last `write` are lost. */
export function createPingCounter(deps: CounterDeps, { max = maxKept }: { max?: number } = {}): PingCounter {
  let pending = startPending(max);
  let writing: Promise<void> = Promise.resolve();

  const addKnown = (day: CalendarDate, outcome: PingOutcome, clientId: string, total: number) =>
    pending.known.add(day, `${outcome} ${clientId}`, total);

  function addRefused(day: CalendarDate, hash: string, total: number): void {
    if (!pending.refused.add(day, hash, total)) addKnown(day, 'token_refused', nobody, total);
  }

  function addWrongSecret(day: CalendarDate, presentedId: string, total: number): void {
    if (!pending.wrongSecrets.add(day, presentedId, total)) addKnown(day, 'sign_in_failed', nobody, total);
  }

  /** Puts counts back that couldn't be written. */
  function restore({ known, refused, wrongSecrets }: Pending): void {
    for (const { day, key, total } of known.entries()) pending.known.add(day, key, total);
    for (const { day, key, total } of refused.entries()) addRefused(day, key, total);
    for (const { day, key, total } of wrongSecrets.entries()) addWrongSecret(day, key, total);
  }

  async function toRows({ known, refused, wrongSecrets }: Pending): Promise<PingCount[]> {
    const rows = new Map<string, PingCount>();
    const add = (row: PingCount) => {
      const key = `${row.day} ${row.outcome} ${row.clientId}`;
      rows.set(key, { ...row, total: row.total + (rows.get(key)?.total ?? 0) });
    };
    for (const { day, key, total } of known.entries()) {
      const [outcome = '', clientId = nobody] = key.split(' ');
      add({ day, outcome: outcome as PingOutcome, clientId, total });
    }
    const tokens = refused.entries();
    const owners = await deps.accessTokens.findRevokedOwners(
      tokens.map(({ key }) => Buffer.from(key, 'hex')),
    );
    for (const { day, key, total } of tokens) {
      const clientId = owners.get(key);
      if (clientId === undefined) add({ day, outcome: 'token_refused', clientId: nobody, total });
      else add({ day, outcome: 'token_revoked', clientId, total });
    }
    const presented = wrongSecrets.entries();
    const clients =
      presented.length === 0
        ? new Set<string>()
        : new Set((await deps.instanceClients.list()).map(({ id }) => id));
    for (const { day, key, total } of presented)
      add({ day, outcome: 'sign_in_failed', clientId: clients.has(key) ? key : nobody, total });
    return [...rows.values()];
  }

  async function writePending(): Promise<void> {
    const counted = pending;
    pending = startPending(max);
    try {
      await deps.pingCounts.add(await toRows(counted));
    } catch (error) {
      restore(counted);
      throw error;
    }
  }

  const today = () => dayOf(deps.now());
  return {
    count: (outcome, clientId = nobody) => void addKnown(today(), outcome, clientId, 1),
    countRefused: (tokenHash) => addRefused(today(), tokenHash.toString('hex'), 1),
    countWrongSecret: (presentedId) => addWrongSecret(today(), presentedId, 1),
    write: () => {
      // One write at a time, so that the last one of a process that stops includes everything counted before.
      writing = writing.then(writePending, writePending);
      return writing;
    },
  };
}
