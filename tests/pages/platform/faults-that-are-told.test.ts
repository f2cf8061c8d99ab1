/**
 * Tests the fault reports that a page sends. It reports only the portal's own faults, each once, up to a limit, and
 * without personal data.
 */
import { TRPCClientError } from '@trpc/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestFailure } from '#client/api/failure.ts';
import { framesOfOurs, maxReports, watchFaults } from '#client/api/report-faults.ts';
import { BrowserFault } from '#shared/faults/browser-fault.ts';
import { browserFaultsPath } from '#shared/faults/fault-words.ts';

const { origin } = window.location;
const sent: { url: string; body: Promise<string> }[] = [];
let stop: () => void;

const textOf = (blob: Blob): Promise<string> =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.readAsText(blob);
  });

beforeEach(() => {
  sent.length = 0;
  Object.defineProperty(navigator, 'sendBeacon', {
    configurable: true,
    value: (url: string, blob: Blob) => sent.push({ url, body: textOf(blob) }) > 0,
  });
  window.history.replaceState(null, '', '/receipts?product=Monica');
  stop = watchFaults();
});
afterEach(() => {
  stop();
  Reflect.deleteProperty(navigator, 'sendBeacon');
  window.history.replaceState(null, '', '/');
});

function faultAt(place: string, message = 'broken', kind: ErrorConstructor = Error): Error {
  const error = new kind(message);
  error.stack = `${kind.name}: ${message}\n    at draw (${origin}/assets/${place})\n    at x (chrome-extension://abc/y.js:1:2)`;
  return error;
}
const caught = (error: unknown) => window.dispatchEvent(new ErrorEvent('error', { error, message: 'x' }));
const rejected = (reason: unknown) =>
  window.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }));
const reports = () => Promise.all(sent.map(async ({ body }) => BrowserFault.parse(JSON.parse(await body))));

describe('A fault report', () => {
  it('contains the redacted error, its stack frames, the page and the release', async () => {
    caught(faultAt('receipts-a1.js:10:20', 'no nora@lindqvist.se here', TypeError));
    expect(sent.map(({ url }) => url)).toEqual([browserFaultsPath]);
    expect(await reports()).toEqual([
      {
        ...{ kind: 'error', name: 'TypeError', message: 'no [cut] here', page: 'receipts', release: null },
        frames: ['draw /assets/receipts-a1.js:10:20'],
      },
    ]);
  });

  it('is sent for an unhandled promise rejection', async () => {
    rejected(faultAt('a.js:1:2'));
    expect(await reports()).toMatchObject([{ kind: 'rejection' }]);
  });

  it('is sent once per fault, up to a limit', () => {
    for (let times = 0; times < 3; times += 1) caught(faultAt('a.js:1:1'));
    expect(sent).toHaveLength(1);
    for (let line = 2; line < 50; line += 1) caught(faultAt(`a.js:${line}:1`));
    expect(sent).toHaveLength(maxReports);
  });

  it('falls back to fetch without a beacon, and ignores a failed request', async () => {
    Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: () => false });
    const asked = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(() =>
      Promise.reject(new TypeError('offline')),
    );
    vi.stubGlobal('fetch', asked);
    caught(faultAt('a.js:1:1'));
    expect(asked).toHaveBeenCalledWith(browserFaultsPath, expect.objectContaining({ keepalive: true }));
    vi.unstubAllGlobals();
  });
});

it.each([
  ['an unavailable server', new TRPCClientError('down')],
  ['a refused sign-in', new RequestFailure('unreachable')],
  ['an aborted request', new DOMException('left', 'AbortError')],
  [
    'an error in a browser extension',
    Object.assign(new Error('x'), { stack: 'at f (chrome-extension://a/b.js:1:1)' }),
  ],
  ['a thrown string', 'a text'],
])('No fault is reported for %s', (_name, error) => {
  caught(error);
  rejected(error);
  expect(sent).toEqual([]);
});

it('Stacks are parsed in the format of each browser', () => {
  const chrome = `TypeError: x\n    at async load (${origin}/assets/a-1.js:1:2)\n    at ${origin}/assets/b.js:3:4`;
  const firefox = `draw@${origin}/assets/a-1.js:1:2\n@${origin}/assets/b.js:3:4\nf@https://elsewhere.example/assets/c.js:1:1`;
  expect(framesOfOurs(chrome, origin)).toEqual(['load /assets/a-1.js:1:2', '/assets/b.js:3:4']);
  expect(framesOfOurs(firefox, origin)).toEqual(['draw /assets/a-1.js:1:2', '/assets/b.js:3:4']);
});
