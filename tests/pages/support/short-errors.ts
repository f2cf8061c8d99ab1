/**
 * Shortens the error of a page test that doesn't find an element. It says what was looked for, what is on the page
 * instead, and what the server did. The library's own message contains the whole document, which is thousands of lines.
 */
import { getRoles } from '@testing-library/dom';
import type { FakeServer } from './fake-server.ts';

/** Roles to list in the message, the most informative first. */
const told = [
  ...['alert', 'status', 'dialog', 'heading', 'button', 'link', 'textbox', 'spinbutton'],
  ...['combobox', 'checkbox', 'radio', 'menuitem', 'menuitemradio', 'table', 'row'],
];
const maxElements = 30;
const maxName = 90;

const inOneLine = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > maxName ? `${line.slice(0, maxName)}…` : line;
};

/** Returns an approximate accessible name, which is good enough to recognize the element. */
function nameOf(element: Element): string {
  const labels = 'labels' in element && element.labels instanceof NodeList ? [...element.labels] : [];
  const [label] = labels.map((each) => each.textContent ?? '');
  return inOneLine(element.getAttribute('aria-label') ?? label ?? element.textContent ?? '');
}

function onThePage(container: Element): string[] {
  const roles = getRoles(container instanceof HTMLElement ? container : document.body);
  const lines = told.flatMap((role) => (roles[role] ?? []).map((each) => `${role} "${nameOf(each)}"`));
  const more = lines.length - maxElements;
  return more > 0 ? [...lines.slice(0, maxElements), `and ${more} more`] : lines;
}

function bySaying({ calls, faults, unknown }: FakeServer): string[] {
  const last = calls.slice(-5).map(({ path }) => path);
  return [
    ...[...new Set(faults)].map((fault) => `failed at ${fault}`),
    ...unknown.map((request) => `was not prepared for ${request}`),
    `was last asked for ${last.join(', ') || 'nothing'}`,
  ];
}

const mark = 'On the page:';

/**
 * Shortens testing-library's `message`, which says what was looked for and then lists every element on the page. A wait
 * makes an error at each of its attempts and shows only the last one. So that attempts stay cheap, the page is then
 * described only once the message is read, which happens while the wait ends.
 */
export function shortError(
  message: string | null,
  {
    container,
    servers,
    isAttempt,
  }: { container: Element; servers: readonly FakeServer[]; isAttempt: boolean },
): Error {
  const said = message ?? '';
  // When a wait times out, its message is that of its last attempt, which is already short.
  if (said.includes(mark)) return new Error(said);
  const [sought = ''] = said.split(/\n+(?:Here are the|Ignored nodes|<)/);
  const fullMessage = (): string => {
    const lines = [sought.trim(), '', mark, ...onThePage(container).map((line) => `  ${line}`)];
    const server = servers.flatMap(bySaying).map((line) => `  ${line}`);
    return [...lines, ...(server.length > 0 ? ['The server:', ...server] : [])].join('\n');
  };
  const error = new Error(isAttempt ? undefined : fullMessage());
  error.name = 'TestingLibraryElementError';
  if (isAttempt) Object.defineProperty(error, 'message', { configurable: true, get: fullMessage });
  return error;
}
