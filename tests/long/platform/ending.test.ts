/** Tests how a real process ends: after draining, on a second signal, and after an uncaught error. */
import { QueryTypes } from 'sequelize';
import { describe, expect, test } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { instanceClientRepository } from '#server/features/instances/instance-client.repository.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { ask, listening, logged, type Started, useBuiltServer } from '#tests/support/portal/built-server.ts';

const database = useDatabase();
const { settings, start } = useBuiltServer(database);

/** Returns the log's lines, each parsed as JSON. Throws if any of them isn't JSON. */
const lines = (started: Started): Record<string, unknown>[] =>
  started
    .stdout()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

async function tokenFor(port: number): Promise<string> {
  const client = await createClient(
    { instanceClients: instanceClientRepository(database.db) },
    { name: 'An instance', product: null },
  );
  const granted = await ask(port, '/oauth/token', {
    form: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      scope: 'manage-key',
    }),
  });
  return JSON.parse(granted.body).access_token;
}

describe('A stop signal', () => {
  test('makes /readyz return 503 while everything else is served, until a second signal exits with 1', async () => {
    const started = start(settings({ DRAIN_SECONDS: '300' }));
    const port = await listening(started);
    const token = await tokenFor(port);
    expect(await ask(port, '/readyz')).toMatchObject({ status: 200 });

    started.process.kill('SIGTERM');
    await logged(started, 'stopping');
    const ready = await ask(port, '/readyz');
    expect(ready).toMatchObject({ status: 503, headers: { connection: 'close' } });
    expect(Number(ready.headers['retry-after'])).toBeGreaterThan(0);
    expect(await ask(port, '/livez')).toMatchObject({ status: 200, headers: { connection: 'close' } });
    // A forged key gets a 500 by contract. This response therefore shows that licence checks still reach the database.
    const ping = await ask(port, '/api/validate', {
      form: new URLSearchParams({ licence_key: 'forged' }),
      token,
    });
    expect([ping.status, ping.headers.connection]).toEqual([500, 'close']);
    expect(await ask(port, '/login')).toMatchObject({ status: 200 });

    started.process.kill('SIGTERM');
    expect(await started.ended).toBe(1);
    expect(lines(started).map(({ msg }) => msg)).toContain(
      'second stop signal received: exiting immediately',
    );
  });

  test('ends the server after the drain with exit code 0 and its jobs released', async () => {
    const started = start(settings({ DRAIN_SECONDS: '1' }));
    const port = await listening(started);
    // Nothing responds at Paddle's URL. One job keeps retrying its requests and therefore keeps running.
    const held = () =>
      database.db.query<{ name: string }>(
        'SELECT name FROM jobs WHERE held_until > UTC_TIMESTAMP(3) AND due_at <= UTC_TIMESTAMP(3)',
        {
          type: QueryTypes.SELECT,
        },
      );
    await expect.poll(held, { timeout: 20_000 }).not.toEqual([]);

    started.process.kill('SIGINT');
    await logged(started, 'stopping');
    expect(await ask(port, '/readyz')).toMatchObject({ status: 503 });
    expect(await started.ended).toBe(0);
    await expect(ask(port, '/livez')).rejects.toThrow('ECONNREFUSED');
    expect(await held()).toEqual([]);
    const due = await database.db.query('SELECT name FROM jobs WHERE due_at <= UTC_TIMESTAMP(3)', {
      type: QueryTypes.SELECT,
    });
    expect(due).not.toEqual([]);
  });
});

describe('A stop signal during the start', () => {
  test.each([
    // The signal is sent when this handler is registered, which happens after all modules are loaded, right before the
    // server starts.
    ['SIGTERM', 'right before the server starts', 'unhandledRejection'],
    ['SIGHUP', 'right before the server starts', 'unhandledRejection'],
    // SIGHUP's handler is the last signal handler to be registered. This happens before anything else is loaded.
    ['SIGTERM', 'while modules are being loaded', 'SIGHUP'],
    ['SIGINT', 'while modules are being loaded', 'SIGHUP'],
  ])('%s (%s) cancels the start with exit code 0', async (signal, _when, registered) => {
    const preload = `const { on } = process;
      process.on = function (name, ...rest) {
        const answer = on.call(this, name, ...rest);
        if (name === '${registered}' && !globalThis.wasTold && (globalThis.wasTold = true)) setImmediate(() => process.kill(process.pid, '${signal}'));
        return answer;
      };`;
    const started = start(settings(), { preload });
    expect(await started.ended).toBe(0);
    const said = lines(started).map(({ msg }) => msg);
    expect(said).toContain('stopping');
    expect(said).not.toContain('listening');
  });
});

describe('An uncaught error', () => {
  test.each([
    ['an unhandled rejection', 'Promise.reject(error)', 'an unhandled rejection ends this process'],
    ['a thrown exception', 'setImmediate(() => { throw error; })', 'an uncaught error ends this process'],
  ])('from %s is logged as one JSON line with its cause and exits with 1', async (_what, fail, sentence) => {
    const preload = `process.on('SIGUSR2', () => {
      const error = new Error('the outer one', { cause: new Error('the inner one') });
      ${fail};
    });`;
    const started = start(settings(), { preload });
    await logged(started, 'listening');
    started.process.kill('SIGUSR2');
    expect(await started.ended).toBe(1);
    expect(lines(started).at(-1)).toMatchObject({
      level: 60,
      msg: sentence,
      err: { message: 'the outer one', cause: { message: 'the inner one' } },
    });
    // On Node 20, oidc-provider prints a warning. Nothing else may be printed.
    expect(started.stderr().replace(/^oidc-provider WARNING: .*\n/, '')).toBe('');
  });
});
