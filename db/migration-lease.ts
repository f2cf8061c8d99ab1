/** Ensures that only one process migrates a database at a time. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { QueryTypes, type Sequelize } from 'sequelize';

/**
 * Seconds for which the lease is held unless it is renewed. A running migration keeps renewing it, so only a crashed
 * migration blocks the next one for this long.
 */
const usualLeaseSeconds = 60;
const pollMs = 200;

export interface LeaseOptions {
  say?: ((line: string) => void) | undefined;
  leaseSeconds?: number;
}

/**
 * Waits until no other process holds the migration lease, then runs `work` while holding it. The lease is a table row
 * because the locks of GET_LOCK aren't shared across a cluster. `work` must call `assertHeld` before each step. It
 * throws if the lease couldn't be renewed in time, because another process may then have started migrating.
 */
export async function withMigrationLease<T>(
  db: Sequelize,
  work: (assertHeld: () => void) => Promise<T>,
  { say, leaseSeconds = usualLeaseSeconds }: LeaseOptions = {},
): Promise<T> {
  await makeTables(db);
  const lease = leaseOf(db, leaseSeconds);
  let saidSo = false;
  while (!(await lease.take())) {
    if (!saidSo) say?.(await lease.whyWaiting());
    saidSo = true;
    await wait(pollMs);
  }
  const keeping = keep(lease, leaseSeconds * 1000);
  try {
    return await work(keeping.assertHeld);
  } finally {
    keeping.end();
    // If the lease can't be released, it expires anyway. The error is ignored so that it doesn't hide the result or the
    // error of `work`.
    await lease.giveBack().catch(() => undefined);
  }
}

async function makeTables(db: Sequelize): Promise<void> {
  await db.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
    name VARCHAR(191) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    applied_at DATETIME NOT NULL
  ) ENGINE=InnoDB`);
  await db.query(`CREATE TABLE IF NOT EXISTS schema_migration_lease (
    id TINYINT NOT NULL PRIMARY KEY,
    holder VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    held_until DATETIME NOT NULL
  ) ENGINE=InnoDB`);
  await db.query(
    "INSERT IGNORE INTO schema_migration_lease (id, holder, held_until) VALUES (1, NULL, '2000-01-01')",
  );
}

type Lease = ReturnType<typeof leaseOf>;

function leaseOf(db: Sequelize, seconds: number) {
  const holder = randomUUID();
  const until = `UTC_TIMESTAMP() + INTERVAL ${seconds} SECOND`;
  const read = async () => {
    const [row] = await db.query<{ holder: string | null; until: string }>(
      'SELECT holder, CAST(held_until AS CHAR) AS until FROM schema_migration_lease WHERE id = 1',
      { type: QueryTypes.SELECT },
    );
    return row;
  };
  return {
    async take(): Promise<boolean> {
      await db.query(
        `UPDATE schema_migration_lease SET holder = ?, held_until = ${until}
         WHERE id = 1 AND (holder IS NULL OR held_until < UTC_TIMESTAMP())`,
        { replacements: [holder] },
      );
      return (await read())?.holder === holder;
    },

    /** Returns false if another process now holds the lease. */
    async renew(): Promise<boolean> {
      await db.query(`UPDATE schema_migration_lease SET held_until = ${until} WHERE id = 1 AND holder = ?`, {
        replacements: [holder],
      });
      return (await read())?.holder === holder;
    },

    async giveBack(): Promise<void> {
      await db.query('UPDATE schema_migration_lease SET holder = NULL WHERE id = 1 AND holder = ?', {
        replacements: [holder],
      });
    },

    async whyWaiting(): Promise<string> {
      const row = await read();
      return `Another machine is migrating this database. Waiting until it has finished or its lease expires at ${row?.until} UTC.`;
    },
  };
}

/** Renews the lease regularly, at a third of its duration, until `end` is called. */
function keep(lease: Lease, leaseMs: number) {
  let heldSince = Date.now();
  let trouble: unknown;
  const timer = setInterval(() => {
    const asked = Date.now();
    lease.renew().then(
      (held) => {
        if (held) heldSince = asked;
      },
      (error: unknown) => {
        trouble = error;
      },
    );
  }, leaseMs / 3);
  return {
    assertHeld(): void {
      if (Date.now() - heldSince < leaseMs) return;
      throw new Error('the migration lease was lost: another machine may be migrating', { cause: trouble });
    },
    end(): void {
      clearInterval(timer);
    },
  };
}
