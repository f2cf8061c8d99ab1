/**
 * Counts requests of instances by their outcome, and notes when each client was last answered what. Both are collected
 * in memory and written later, so that no request waits for it.
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

type CounterDeps = Pick<Deps, 'accessTokens' | 'clientSightings' | 'instanceClients' | 'now' | 'pingCounts'>;

/** Counts under keys that consist of a day and something else. */
interface Counts {
  add: (counted: Counted) => boolean;
  entries: () => Counted[];
}

interface Counted {
  day: CalendarDate;
  key: string;
  total: number;
  /** When it happened last. */
  lastAt: Date;
}

type CountedPing = PingCount & Pick<Counted, 'lastAt'>;

function startCounts(max: number): Counts {
  const counts = new Map<string, Counted>();
  return {
    /** Returns false if there is no room for another key. */
    add({ day, key, total, lastAt }) {
      const known = counts.get(`${day} ${key}`);
      if (known) {
        known.total += total;
        if (lastAt > known.lastAt) known.lastAt = lastAt;
      } else if (counts.size >= max) return false;
      else counts.set(`${day} ${key}`, { day, key, total, lastAt });
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

  const addOfNobody = (counted: Counted, outcome: PingOutcome) =>
    void pending.known.add({ ...counted, key: `${outcome} ${nobody}` });

  /** The key is the hash of the token. */
  function addRefused(counted: Counted): void {
    if (!pending.refused.add(counted)) addOfNobody(counted, 'token_refused');
  }

  /** The key is the presented client ID. */
  function addWrongSecret(counted: Counted): void {
    if (!pending.wrongSecrets.add(counted)) addOfNobody(counted, 'sign_in_failed');
  }

  /** Puts counts back that couldn't be written. */
  function restore({ known, refused, wrongSecrets }: Pending): void {
    for (const counted of known.entries()) pending.known.add(counted);
    for (const counted of refused.entries()) addRefused(counted);
    for (const counted of wrongSecrets.entries()) addWrongSecret(counted);
  }

  async function toRows({ known, refused, wrongSecrets }: Pending): Promise<CountedPing[]> {
    const rows = new Map<string, CountedPing>();
    const add = (row: CountedPing) => {
      const key = `${row.day} ${row.outcome} ${row.clientId}`;
      const { total = 0, lastAt = row.lastAt } = rows.get(key) ?? {};
      rows.set(key, {
        ...row,
        total: row.total + total,
        lastAt: new Date(Math.max(lastAt.getTime(), row.lastAt.getTime())),
      });
    };
    for (const { key, ...counted } of known.entries()) {
      const [outcome = '', clientId = nobody] = key.split(' ');
      add({ ...counted, outcome: outcome as PingOutcome, clientId });
    }
    const tokens = refused.entries();
    const owners = await deps.accessTokens.findRevokedOwners(
      tokens.map(({ key }) => Buffer.from(key, 'hex')),
    );
    for (const { key, ...counted } of tokens) {
      const clientId = owners.get(key);
      if (clientId === undefined) add({ ...counted, outcome: 'token_refused', clientId: nobody });
      else add({ ...counted, outcome: 'token_revoked', clientId });
    }
    const presented = wrongSecrets.entries();
    const clients =
      presented.length === 0
        ? new Set<string>()
        : new Set((await deps.instanceClients.list()).map(({ id }) => id));
    for (const { key, ...counted } of presented)
      add({ ...counted, outcome: 'sign_in_failed', clientId: clients.has(key) ? key : nobody });
    return [...rows.values()];
  }

  async function writePending(): Promise<void> {
    const counted = pending;
    pending = startPending(max);
    try {
      const rows = await toRows(counted);
      // First what may be written twice, in case the counts can't be written.
      await deps.clientSightings.note(rows.filter(({ clientId }) => clientId !== nobody));
      await deps.pingCounts.add(rows);
    } catch (error) {
      restore(counted);
      throw error;
    }
  }

  function once(key: string): Counted {
    const lastAt = deps.now();
    return { day: dayOf(lastAt), key, total: 1, lastAt };
  }
  return {
    count: (outcome, clientId = nobody) => void pending.known.add(once(`${outcome} ${clientId}`)),
    countRefused: (tokenHash) => addRefused(once(tokenHash.toString('hex'))),
    countWrongSecret: (presentedId) => addWrongSecret(once(presentedId)),
    write: () => {
      // One write at a time, so that the last one of a process that stops includes everything counted before.
      writing = writing.then(writePending, writePending);
      return writing;
    },
  };
}
