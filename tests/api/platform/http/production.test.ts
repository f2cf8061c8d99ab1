/** Tests the built server, run as in production: which settings it refuses, and whether the bundle serves requests. */
import { describe, expect, test } from 'vitest';
import { createClient } from '#server/features/instances/create-client.ts';
import { instanceClientRepository } from '#server/features/instances/instance-client.repository.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { ask, listening, logged, useBuiltServer } from '#tests/support/portal/built-server.ts';

const database = useDatabase();
const { settings, start } = useBuiltServer(database);

describe('Invalid production settings', () => {
  test('are all reported at once when missing, with exit code 1', async () => {
    const started = start({});
    expect(await started.ended).toBe(1);
    for (const name of [
      'APP_URL',
      'APP_KEY',
      'PRIVATE_KEY',
      'DATABASE_URL',
      'PADDLE_VENDOR_ID',
      'PADDLE_PUBLIC_KEY',
      'MAIL_HOST',
      'SUPPORT_EMAIL',
    ]) {
      expect(started.stderr()).toContain(`- ${name} is missing`);
    }
    expect(started.stdout()).toBe('');
  });

  test('such as CLOCK_URL, DEV_CLIENT and a plain HTTP URL are rejected before the server listens', async () => {
    const started = start({
      ...settings(),
      APP_URL: 'http://portal.example',
      CLOCK_URL: 'http://127.0.0.1:1',
      DEV_CLIENT: 'true',
    });
    expect(await started.ended).toBe(1);
    for (const name of ['CLOCK_URL', 'DEV_CLIENT', 'APP_URL'])
      expect(started.stderr()).toContain(`- ${name} `);
    expect(started.stdout()).not.toContain('listening');
  });
});

describe('The production bundle', () => {
  test('serves pages, probes, tokens and pings, and exits with 0 on SIGTERM', async () => {
    const client = await createClient(
      { instanceClients: instanceClientRepository(database.db) },
      { name: 'An instance', product: null },
    );
    const started = start(settings());
    const port = await listening(started);
    // Every line must be JSON from the first one on, because log collectors expect it. This holds on every Node
    // version.
    for (const line of started.stdout().trimEnd().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number) });
    expect(started.stderr()).toBe('');

    expect(await ask(port, '/livez')).toMatchObject({ status: 200 });
    expect(await ask(port, '/readyz')).toMatchObject({ status: 200 });
    expect(await ask(port, '/login')).toMatchObject({
      status: 200,
      body: expect.stringMatching(/<title>Sign in · Customer portal<\/title>.*<main /s),
    });
    const granted = await ask(port, '/oauth/token', {
      form: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client.clientId,
        client_secret: client.clientSecret,
        scope: 'manage-key',
      }),
    });
    expect(granted.status).toBe(200);
    const { access_token: token, expires_in: seconds } = JSON.parse(granted.body);
    expect(seconds).toBe(31_536_000);
    const ping = await ask(port, '/api/validate', {
      form: new URLSearchParams({ licence_key: 'forged' }),
      token,
    });
    expect(ping.status).toBe(500);

    started.process.kill('SIGTERM');
    expect(await started.ended).toBe(0);
  });

  test('keeps serving while it drains with /readyz at 503, and exits with 1 on an uncaught error', async () => {
    const started = start(settings({ DRAIN_SECONDS: '300' }), {
      preload: "process.on('SIGUSR2', () => setImmediate(() => { throw new Error('nobody caught it'); }));",
    });
    const port = await listening(started);
    started.process.kill('SIGTERM');
    await logged(started, 'stopping');
    expect(await ask(port, '/readyz')).toMatchObject({ status: 503 });
    expect(await ask(port, '/login')).toMatchObject({ status: 200 });
    started.process.kill('SIGUSR2');
    expect(await started.ended).toBe(1);
    const last = started.stdout().trimEnd().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ level: 60, err: { message: 'nobody caught it' } });
  });
});
