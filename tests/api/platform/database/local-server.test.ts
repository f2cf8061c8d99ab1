import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FolderInUse } from '#scripts/local-server/folder-lock.ts';
import { type DatabaseServer, startLocalServer } from '#scripts/local-server/local-server.ts';
import { isEveryCase, someOf } from '#tests/support/cases/some-of.ts';

const project = fileURLToPath(new URL('../../../../', import.meta.url));
let root: string;
let servers: DatabaseServer[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portal-server-'));
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
  rmSync(root, { recursive: true, force: true });
});

const options = () => ({
  folder: join(root, 'database'),
  packagesFolder: join(project, '.data/packages'),
  templateFolder: join(project, '.data/templates'),
  databases: ['shop', 'portal_test_%'],
  log: () => undefined,
});

async function start(): Promise<DatabaseServer> {
  const server = await startLocalServer(options());
  servers.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<RowDataPacket[]> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    await connection.end();
  }
}

const portOf = (url: string): number => Number(new URL(url).port);

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** Starts the server from a separate process. Returns that process and the server's URL. */
async function startElsewhere(): Promise<{ child: ReturnType<typeof spawn>; url: string }> {
  const script = join(root, 'start.mjs');
  const module = JSON.stringify(join(project, 'scripts/local-server/local-server.ts'));
  writeFileSync(
    script,
    `const { startLocalServer } = await import(${module});
     const server = await startLocalServer({ ...${JSON.stringify(options())}, log() {} });
     console.log(server.url('information_schema'));
     setInterval(() => undefined, 60_000);`,
  );
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('no standard output');
  for await (const line of createInterface(child.stdout)) return { child, url: line };
  throw new Error('the other process ended without an address');
}

describe('A private database server', () => {
  test('creates utf8mb4 databases and keeps their data across a restart', async () => {
    const first = await start();
    await first.createDatabase('shop');
    await first.createDatabase('shop');
    await query(first.url('shop'), 'CREATE TABLE notes (text VARCHAR(20) NOT NULL)');
    await query(first.url('shop'), "INSERT INTO notes VALUES ('Zoë 🎈')");
    await first.stop();

    const second = await start();
    expect(await query(second.url('shop'), 'SELECT text FROM notes')).toEqual([{ text: 'Zoë 🎈' }]);
    const [charset] = await query(second.url('shop'), 'SELECT @@character_set_database AS name');
    expect(charset).toEqual({ name: 'utf8mb4' });
    await second.dropDatabase('shop');
    await expect(query(second.url('shop'), 'SELECT 1')).rejects.toThrow(/Unknown database/);
  });

  test('removes data left by a start that was killed during initialisation', async () => {
    const left = join(options().folder, 'mariadb/data.new-1');
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, 'ibdata1'), 'half');
    const first = await start();
    await first.stop();
    expect(existsSync(left)).toBe(false);
    mkdirSync(left, { recursive: true });
    await start();
    expect(existsSync(left)).toBe(false);
  });

  test('rejects a second start in the same folder and names the process that holds it', async () => {
    const server = await start();
    await expect(startLocalServer(options())).rejects.toThrow(FolderInUse);
    await expect(startLocalServer(options())).rejects.toThrow(`process ${process.pid}`);
    await server.stop();
    await start();
  });

  test('takes over the lock of a dead process, even when its process id is in use again', async () => {
    mkdirSync(options().folder, { recursive: true });
    writeFileSync(
      join(options().folder, 'lock.json'),
      JSON.stringify({ pid: process.pid, started: 'long ago' }),
    );
    const server = await start();
    expect(await isListening(portOf(server.url('information_schema')))).toBe(true);
  });

  if (isEveryCase)
    test('initialises completely after an interrupted start', async () => {
      mkdirSync(join(options().folder, 'mariadb/data.new-1'), { recursive: true });
      writeFileSync(join(options().folder, 'mariadb/data.new-1/ibdata1'), 'half');
      const server = await start();
      expect(await query(server.url('information_schema'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

  for (const signal of someOf(['SIGKILL', 'SIGTERM'] as const, 1)) {
    test(`stops when the process that started it ends with ${signal}, and can start again`, async () => {
      const { child, url } = await startElsewhere();
      expect(await isListening(portOf(url))).toBe(true);
      await expect(startLocalServer(options())).rejects.toThrow(`process ${child.pid}`);
      const pid = Number(readFileSync(join(options().folder, 'mariadb/tmp/server.pid'), 'utf8'));
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
      // Starts again at once. The old server may still be closing its files, and the new one must wait for it.
      const again = await start();
      expect(await query(again.url('information_schema'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await expect.poll(() => isRunning(pid)).toBe(false);
      expect(await isListening(portOf(url))).toBe(false);
    });
  }
});

describe('A private database server that is running', () => {
  let server: DatabaseServer;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portal-server-'));
    server = await startLocalServer({ ...options(), folder });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('rejects logins without its password, which only the owner can read', async () => {
    const port = portOf(server.url('information_schema'));
    for (const user of ['root', 'portal', 'mysql', '']) {
      await expect(createConnection({ host: '127.0.0.1', port, user, password: '' })).rejects.toThrow(
        /Access denied/,
      );
    }
    for (const file of ['password', 'mariadb/init.sql']) {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    }
  });

  test('limits its user to its own databases, without file access', async () => {
    await server.createDatabase('portal_test_1');
    const grants = await query(server.url(''), 'SHOW GRANTS');
    const texts = grants.map((row) => String(Object.values(row)[0]));
    expect(texts.filter((text) => / ON \*\.\* /.test(text))).toEqual([
      expect.stringMatching(/^GRANT USAGE ON /),
    ]);
    expect(texts.join()).not.toMatch(/GRANT OPTION|FILE/);
    for (const sql of [
      'SELECT * FROM mysql.user',
      'SELECT * FROM mysql.global_priv',
      'CREATE DATABASE elsewhere',
      'CREATE DATABASE portalXtestX2',
      "CREATE USER 'other'@'127.0.0.1'",
      "GRANT SELECT ON shop.* TO 'mysql'@'localhost'",
      "SELECT 1 INTO OUTFILE '/tmp/portal-outfile'",
      'SET GLOBAL max_connections = 10',
    ]) {
      await expect(query(server.url(''), sql), sql).rejects.toThrow(/denied/);
    }
    const [read] = await query(
      server.url(''),
      "SELECT LOAD_FILE('/etc/passwd') AS text, @@secure_file_priv AS folder",
    );
    expect(read).toEqual({ text: null, folder: `${join(folder, 'mariadb/no-files')}/` });
  });

  test('listens only on the loopback interface', async () => {
    const [row] = await query(
      server.url('information_schema'),
      'SELECT @@bind_address AS address, @@skip_networking AS closed',
    );
    expect(row).toEqual({ address: '127.0.0.1', closed: 0 });
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
