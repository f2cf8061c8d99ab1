/**
 * What a test of a page says when it does not find something: what it looked for, what is on the page instead, and what
 * the server did. The library's own message repeats the whole document, which is thousands of lines.
 */
import { getRoles } from '@testing-library/dom';
import type { FakeServer } from './fake-server.ts';

/** Roles that a test looks for, in the order in which they tell the most. */
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

/** Near enough to the accessible name to recognise an element by. */
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

/** `message` begins with what was looked for, and goes on with every element there is. */
export function shortError(
  message: string | null,
  container: Element,
  servers: readonly FakeServer[],
): Error {
  const said = message ?? '';
  // A wait that ends repeats what its last try said.
  if (said.includes(mark)) return new Error(said);
  const [sought = ''] = said.split(/\n+(?:Here are the|Ignored nodes|<)/);
  const lines = [sought.trim(), '', mark, ...onThePage(container).map((line) => `  ${line}`)];
  const server = servers.flatMap(bySaying).map((line) => `  ${line}`);
  const error = new Error([...lines, ...(server.length > 0 ? ['The server:', ...server] : [])].join('\n'));
  error.name = 'TestingLibraryElementError';
  return error;
}
