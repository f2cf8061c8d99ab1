/** Tests that a port is bound as soon as it is chosen, so that no other caller or process can get the same one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer as createHttpServer, get } from 'node:http';
import { createServer, type Server } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { descriptorOf, portOf, takeAnyPort, takePort } from '#scripts/system/ports.ts';
import { startSupervised } from '#scripts/system/supervised.ts';
import { listen } from '#server/platform/http/listening/listen.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Listens on a port, as an unrelated program would. */
async function occupy(host: string, port = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, ipv6Only: host === '::1' }, resolve);
  });
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return portOf(server);
}

const held = async (from?: number) => {
  const taken = from === undefined ? await takeAnyPort() : await takePort(from);
  closers.push(taken.release);
  return taken;
};

function ask(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host, port, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

describe('A busy port', () => {
  test.each(['127.0.0.1', '0.0.0.0', '::', '::1'])(
    'is skipped when another program listens on %s',
    async (host) => {
      const port = await occupy(host);
      expect((await held(port)).port).toBeGreaterThan(port);
    },
  );

  test('gives concurrent callers in one process different ports', async () => {
    const { port: from } = await held();
    const taken = await Promise.all(Array.from({ length: 8 }, () => held(from)));
    expect(new Set(taken.map(({ port }) => port)).size).toBe(8);
  });

  test('gives concurrent processes different ports, on which they then listen', async () => {
    const { port: from } = await held();
    const script = `
      const { takePort } = await import(${JSON.stringify(pathToFileURL(`${project}scripts/system/ports.ts`))});
      const { createServer } = await import('node:http');
      process.stdin.once('data', async () => {
        const held = [await takePort(${from}), await takePort(${from})];
        for (const { listener, port } of held) {
          createServer((_req, res) => res.end(String(process.pid))).listen(listener, () => console.log(process.pid, port));
        }
      });
      console.log('ready');`;
    const takers = Array.from({ length: 4 }, () => {
      const child: ChildProcess = spawn(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', script],
        { cwd: project, stdio: ['pipe', 'pipe', 'inherit'] },
      );
      closers.push(() => child.kill('SIGKILL'));
      if (!child.stdout) throw new Error('no standard output');
      return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
    });
    const next = async ({ lines }: (typeof takers)[number]): Promise<string> =>
      String((await lines.next()).value);
    for (const taker of takers) expect(await next(taker)).toBe('ready');
    for (const { child } of takers) child.stdin?.write('go\n');
    const told: [pid: string, port: number][] = [];
    for (const taker of takers) {
      for (const line of [await next(taker), await next(taker)]) {
        const [pid = '', port = ''] = line.split(' ');
        told.push([pid, Number(port)]);
      }
    }
    expect(new Set(told.map(([, port]) => port)).size).toBe(8);
    for (const [pid, port] of told) {
      expect([await ask('127.0.0.1', port), await ask('::1', port)]).toEqual([pid, pid]);
    }
  });
});

describe('A reserved port', () => {
  test("can't be taken by another program on either address of localhost until it is released", async () => {
    const { port, listener, release } = await takeAnyPort();
    await expect(occupy('127.0.0.1', port)).rejects.toThrow('EADDRINUSE');
    await expect(occupy('::1', port)).rejects.toThrow('EADDRINUSE');
    await release();
    expect(listener.listening).toBe(false);
  });

  test('resets connections until a server takes it over, then serves both addresses of localhost', async () => {
    const { port, listener } = await held();
    await expect(ask('127.0.0.1', port)).rejects.toThrow('ECONNRESET');
    const server = createHttpServer((_req, res) => res.end('here'));
    server.listen(listener);
    expect(portOf(server)).toBe(port);
    expect([await ask('127.0.0.1', port), await ask('::1', port)]).toEqual(['here', 'here']);
  });

  test('is handed to a supervised process without being released in between', async () => {
    const first = await held();
    const second = await held();
    const program = `
      const { createServer } = require('node:http');
      for (const fd of [3, 4]) createServer((_req, res) => res.end('process ' + fd)).listen({ fd });`;
    const child = startSupervised(process.execPath, ['-e', program], {
      output: 'inherit',
      hands: [first, second],
    });
    closers.push(child.stop);
    // The child process may not be accepting connections yet. These requests wait until it does.
    expect([await ask('127.0.0.1', first.port), await ask('::1', second.port)]).toEqual([
      'process 3',
      'process 4',
    ]);
    expect(() => descriptorOf({ listener: first.listener })).toThrow('cannot pass sockets');
  });
});

describe('A configured port', () => {
  const server = (): Server => {
    const made = createServer();
    closers.push(() => new Promise((resolve) => made.close(resolve)));
    return made;
  };

  test('is named in the error message when it is taken', async () => {
    const port = await occupy('127.0.0.1');
    await expect(listen(server(), port, '127.0.0.1')).rejects.toThrow(
      `port ${port} of 127.0.0.1 is used by another program`,
    );
  });
});
