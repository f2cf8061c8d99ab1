/**
 * Tests `npm run demo` in two clones on one machine at the same time. Both demos must start, and Ctrl-C must leave
 * nothing behind.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeAnyPort } from '#scripts/system/ports.ts';
import { cloneInto } from '#tests/support/tree/clone.ts';

/** Returns the process IDs of all processes that run in the folder or have it in their arguments. */
function processesOf(folder: string): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes(folder) || workingFolderOf(Number.parseInt(line, 10)).startsWith(folder))
    .map((line) => Number.parseInt(line, 10));
}

/**
 * Returns the working directory of a process. It is known only on Linux; on other systems, processes are recognized by
 * their arguments alone.
 */
function workingFolderOf(pid: number): string {
  try {
    return realpathSync(`/proc/${pid}/cwd`);
  } catch {
    // The process has ended, belongs to another user, or runs on a system without /proc.
    return '';
  }
}

interface Demo {
  folder: string;
  child: ChildProcess;
  output: () => string;
}

/** Starts the demo in its own process group, as a terminal does, so that Ctrl-C signals the whole group. */
function startDemo(folder: string, port: number): Demo {
  const { DATABASE_URL: _ours, NODE_ENV: _tests, VITEST: _too, ...environment } = process.env;
  const child = spawn('npm', ['run', 'demo'], {
    cwd: folder,
    detached: true,
    env: { ...environment, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  return { folder, child, output: () => output };
}

const hasEnded = ({ child }: Demo): boolean => child.exitCode !== null || child.signalCode !== null;

function signalGroup({ child }: Demo, signal: NodeJS.Signals): void {
  if (child.pid === undefined) throw new Error('npm could not be started');
  process.kill(-child.pid, signal);
}

/** Resolves once the shop is open. Rejects with the output if the demo ends first. */
async function opened(demo: Demo): Promise<void> {
  await expect
    .poll(
      () => {
        if (hasEnded(demo)) throw new Error(`The demo ended before it was open:\n${demo.output()}`);
        return demo.output();
      },
      { timeout: 800_000, interval: 250 },
    )
    .toContain('Press Ctrl-C to stop.');
}

interface Facts {
  url: string;
  twin_url: string;
  mail_url: string;
  metrics_url: string;
  database_url: string;
}
const factsOf = ({ folder }: Demo): Facts =>
  JSON.parse(readFileSync(join(folder, '.data/demo.json'), 'utf8')) as Facts;
const portsOf = ({ url, twin_url, mail_url, metrics_url, database_url }: Facts): number[] =>
  [url, twin_url, mail_url, metrics_url, database_url].map((each) => Number(new URL(each).port));

/**
 * Checks that nothing is listening on the port, which is the case if connecting fails. Connecting to an IPv6 address
 * also fails on machines without IPv6.
 */
function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect({ port, host });
    socket.once('connect', () => {
      socket.destroy();
      settle(false);
    });
    socket.once('error', () => settle(true));
  });
}

let root: string;
let demos: Demo[] = [];
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'two-demos-')));
});
afterAll(async () => {
  for (const demo of demos) {
    if (hasEnded(demo)) continue;
    signalGroup(demo, 'SIGKILL');
    await once(demo.child, 'close');
  }
  // If the test failed halfway, processes in other process groups may still be running.
  for (const pid of processesOf(root)) process.kill(pid, 'SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

test('Two demos start on separate ports and leave nothing behind after Ctrl-C', async () => {
  const folders = ['first', 'second'].map((name) => resolve(root, name));
  for (const folder of folders) cloneInto(folder);
  const wished = await takeAnyPort();
  await wished.release();
  demos = folders.map((folder) => startDemo(folder, wished.port));
  await Promise.all(demos.map(opened));

  const facts = demos.map(factsOf);
  const ports = facts.flatMap(portsOf);
  expect(ports).toHaveLength(10);
  expect(new Set(ports).size).toBe(10);
  for (const [index, demo] of demos.entries()) {
    const { url, mail_url } = facts[index] as Facts;
    expect(demo.output()).toMatch(new RegExp(`Portal +${url}\\n`));
    const welcome = await fetch(`${url}/`);
    expect([welcome.status, welcome.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await welcome.text()).toContain('OfficeLife');
    // The request must have been handled by this folder's portal, not by the other folder's.
    const requestId = welcome.headers.get('x-request-id') ?? 'none';
    await expect
      .poll(() => readFileSync(join(demo.folder, '.data/portal.log'), 'utf8'), { timeout: 20_000 })
      .toContain(requestId);
    const mailbox = await fetch(mail_url);
    expect(mailbox.status).toBe(200);
    expect(await mailbox.text()).toContain('<html');
    expect(processesOf(demo.folder).length).toBeGreaterThan(3);
  }

  for (const demo of demos) signalGroup(demo, 'SIGINT');
  await Promise.all(demos.map((demo) => (hasEnded(demo) ? undefined : once(demo.child, 'close'))));

  for (const demo of demos) {
    // npm is either ended by the signal or reports it in its exit code.
    const { exitCode, signalCode } = demo.child;
    expect(['SIGINT', 0, 130], demo.output()).toContain(signalCode ?? exitCode);
    expect(demo.output()).toContain('Stopping the demo…');
    expect(demo.output().split('Stopping the demo…')[1]).not.toMatch(/error|not found|ENOENT/i);
    // The database's supervisor notices only a moment later that its parent has ended.
    await expect.poll(() => processesOf(demo.folder), { timeout: 20_000 }).toEqual([]);
    const left = readdirSync(join(demo.folder, '.data'), { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => /lock\.json|\.pid$|\.sock/.test(name))).toEqual([]);
  }
  for (const port of ports) {
    for (const host of ['127.0.0.1', '::1'])
      expect([host, port, await isFree(port, host)]).toEqual([host, port, true]);
  }
}, 900_000);
