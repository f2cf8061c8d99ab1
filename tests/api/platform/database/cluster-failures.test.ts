/**
 * Tests how errors of database clusters are handled: operations are retried where that helps, and otherwise the error
 * is reported as temporary.
 */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TRPCError } from '@trpc/server';
import express from 'express';
import { pino } from 'pino';
import { DatabaseError, QueryTypes, type Sequelize } from 'sequelize';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { afterCommit } from '#server/platform/database/commit.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { isConflict, isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';
import { isConcurrencyConflict, withTransaction } from '#server/platform/database/transactions.ts';
import { handleErrors } from '#server/platform/http/handle-errors.ts';
import { codeOfFailure } from '#server/platform/trpc/failures.ts';
import { errorTable } from '#shared/errors.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
let db: Sequelize;
beforeEach(() => {
  db = openDatabase({ url: test.url, poolSize: 1 });
});
afterEach(() => db.close());

const failure = (errno: number, more: object = {}) =>
  new DatabaseError(Object.assign(new Error('no'), { errno, sql: 'COMMIT', ...more }));

/** Makes the next `times` COMMITs fail with `error`, as if the server had rolled back their transactions. */
function failCommits(error: Error, times = 1): void {
  const query = db.query.bind(db) as (sql: string, options?: object) => Promise<unknown>;
  let left = times;
  vi.spyOn(db, 'query').mockImplementation((async (sql: string, options?: object) => {
    if (sql !== 'COMMIT;' || left === 0) return query(sql, options);
    left -= 1;
    throw error;
  }) as typeof db.query);
}

const addJob = (connections: number[]) =>
  withTransaction(db, async (transaction) => {
    const [row] = await db.query<{ id: number }>('SELECT CONNECTION_ID() AS id', {
      type: QueryTypes.SELECT,
      transaction,
    });
    connections.push(row?.id ?? 0);
    await db.query("INSERT INTO jobs (name, due_at, held_until) VALUES ('x', NOW(3), NOW(3))", {
      transaction,
    });
  });
const jobs = () => test.db.query('SELECT name FROM jobs', { type: QueryTypes.SELECT });

describe('A failed COMMIT', () => {
  it.each([
    [1213, 'a refused certification'],
    [1180, 'an error during COMMIT'],
    [3101, 'a rollback of group replication'],
    [9007, 'a write conflict of TiDB'],
  ])('with %i (%s) is retried on the same connection', async (errno) => {
    failCommits(failure(errno), 2);
    const connections: number[] = [];
    await addJob(connections);
    expect(connections).toHaveLength(3);
    expect(new Set(connections).size).toBe(1);
    expect(await jobs()).toEqual([{ name: 'x' }]);
  });

  it('is reported as a conflict and as unreachable after too many retries', async () => {
    failCommits(failure(1180), 100);
    const lost = await addJob([]).then(
      () => null,
      (error: unknown) => error,
    );
    expect([isConcurrencyConflict(lost), isDatabaseUnreachable(lost)]).toEqual([true, true]);
    expect(await jobs()).toEqual([]);
  });

  it.each([
    ['the connection is gone', failure(0, { code: 'PROTOCOL_CONNECTION_LOST', fatal: true })],
    ['the node has no quorum', failure(1047, { sqlState: '08S01' })],
  ])("isn't retried on an unknown outcome because %s", async (_why, error) => {
    failCommits(error);
    const connections: number[] = [];
    await expect(addJob(connections)).rejects.toSatisfy(isDatabaseUnreachable);
    expect(connections).toHaveLength(1);
    await addJob(connections);
    expect(connections[1]).not.toBe(connections[0]);
  });

  it("doesn't run afterCommit callbacks until a retry succeeds", async () => {
    failCommits(failure(1213));
    let told = 0;
    let runs = 0;
    await withTransaction(db, async (transaction) => {
      runs += 1;
      afterCommit(transaction, () => {
        told += 1;
      });
    });
    expect([runs, told]).toEqual([2, 1]);
  });
});

describe('A database error', () => {
  let failing: Error;
  let server: Server;
  beforeAll(async () => {
    const app = express();
    app.get('/', (_req, _res, next) => next(failing));
    app.use(handleErrors(pino({ level: 'silent' })));
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each([
    [{ errno: 1047 }, 'unreachable'],
    [{ errno: 1290 }, 'unreachable'],
    [{ errno: 1969 }, 'unreachable'],
    [{ errno: 3100 }, 'unreachable'],
    [{ errno: 9005 }, 'unreachable'],
    [{ errno: 1159, sqlState: '08S01' }, 'unreachable'],
    [{ errno: 1213, sqlState: '40001' }, 'conflict'],
    [{ errno: 1205 }, 'conflict'],
    [{ errno: 1180 }, 'conflict'],
    [{ errno: 1317 }, 'conflict'],
    [{ errno: 77_777, sqlState: '40001' }, 'conflict'],
    [{ errno: 1054, sqlState: '42S22' }, 'other'],
    [{ errno: 1146, sqlState: '42S02' }, 'other'],
  ])(
    '%j is classified as %s: 503 with Retry-After unless the statement itself is wrong',
    async (said, kind) => {
      failing = new Error('the endpoint failed', { cause: failure(said.errno, said) });
      const isPassing = kind !== 'other';
      expect(isDatabaseUnreachable(failing)).toBe(isPassing);
      expect(isConflict(failing)).toBe(kind === 'conflict');
      const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      expect(answer.status).toBe(isPassing ? 503 : 500);
      expect(Number(answer.headers.get('retry-after')) > 0).toBe(isPassing);
      const overTrpc = codeOfFailure(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: failing }));
      expect(errorTable[overTrpc].http).toBe(isPassing ? 503 : 500);
    },
  );
});

describe('An abandoned statement', () => {
  it("is limited by the server's own statement timeout as well", async () => {
    const limits = await db.query<{ Variable_name: string; Value: string }>(
      "SHOW SESSION VARIABLES WHERE Variable_name IN ('max_statement_time', 'max_execution_time')",
      { type: QueryTypes.SELECT },
    );
    // MariaDB states the limit in seconds, MySQL in milliseconds.
    expect(limits.map(({ Value }) => Number(Value))).toContainEqual(expect.toBeOneOf([7, 7_000]));
  });
});
