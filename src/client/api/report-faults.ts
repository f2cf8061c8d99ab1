/**
 * Reports errors in the client to the server, so that the operator learns of broken pages: uncaught errors, unhandled
 * rejections, and everything passed to `reportError` (failed renders, missing translations). Sends at most `maxReports`
 * per page load and never the same one twice.
 */
import { TRPCClientError } from '@trpc/client';
import { MissingPart, releaseName } from '#client/lazy-parts.ts';
import type { BrowserFault } from '#shared/faults/browser-fault.ts';
import { browserFaultsPath, faultLimits, frameOfOurs, withoutPersons } from '#shared/faults/fault-words.ts';
import { pageAt } from '#shared/pages.ts';
import { RequestFailure } from './failure.ts';

export const maxReports = 5;

/**
 * Errors that the page already shows to the user, for example because the server is unavailable or a chunk is gone
 * after a release.
 */
const told = [TRPCClientError, RequestFailure, MissingPart];

/** Returns the stack frames in the portal's own scripts. Understands both browser formats, "at f (url)" and "f@url". */
export function framesOfOurs(stack: string, origin: string): string[] {
  const frames = stack.split('\n').flatMap((line) => {
    const at = line.indexOf(`${origin}/assets/`);
    if (at < 0) return [];
    const place = /^\/assets\/[\w.-]+\.js:\d+:\d+/.exec(line.slice(at + origin.length))?.[0];
    const name = /^(?:\s*at\s+(?:async\s+)?)?([\w$.<>]{1,60})\s*[(@]/.exec(line)?.[1];
    const frame = name ? `${name} ${place}` : (place ?? '');
    return frameOfOurs.test(frame) ? [frame] : [];
  });
  return frames.slice(0, faultLimits.frames);
}

/**
 * Describes an error for the report. Returns null for errors that aren't a bug in the portal: those from third-party
 * scripts, those already shown on the page, and aborted requests.
 */
function faultOf(kind: BrowserFault['kind'], error: unknown): BrowserFault | null {
  if (!(error instanceof Error) || error.name === 'AbortError' || error.name === 'CancelledError')
    return null;
  if (told.some((kindOfError) => error instanceof kindOfError)) return null;
  const frames = framesOfOurs(error.stack ?? '', window.location.origin);
  if (frames.length === 0) return null;
  return {
    ...{ kind, frames, message: withoutPersons(error.message) },
    name: /^\w{1,60}$/.test(error.name) ? error.name : 'Error',
    page: pageAt(window.location.pathname),
    release: releaseName(),
  };
}

/** Sends a report, even if the user is leaving the page. Reports that can't be sent are dropped. */
function send(fault: BrowserFault): void {
  const body = JSON.stringify(fault);
  if (navigator.sendBeacon?.(browserFaultsPath, new Blob([body], { type: 'application/json' }))) return;
  const headers = { 'content-type': 'application/json' };
  void fetch(browserFaultsPath, { method: 'POST', headers, body, keepalive: true }).catch(() => undefined);
}

/** Reports errors until the returned function is called. */
export function watchFaults(): () => void {
  const controller = new AbortController();
  const sent = new Set<string>();
  const note = (kind: BrowserFault['kind'], error: unknown) => {
    const fault = faultOf(kind, error);
    if (fault === null || sent.size >= maxReports) return;
    const what = JSON.stringify([fault.name, fault.message, fault.frames[0]]);
    if (sent.has(what)) return;
    sent.add(what);
    send(fault);
  };
  const { signal } = controller;
  window.addEventListener('error', (event) => note('error', event.error), { signal });
  window.addEventListener('unhandledrejection', (event) => note('rejection', event.reason), { signal });
  return () => controller.abort();
}
