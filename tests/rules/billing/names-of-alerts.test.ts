/**
 * Tests that outside the adapter no code compares the type of a logged event with the name of an alert. Other products
 * of Paddle have other alerts, so such code reads facts, or asks the adapter for the names (`AlertReader.alertsOf`).
 */
import { expect, test } from 'vitest';
import { allSamples } from '#tests/rules/platform/paddle/samples.ts';
import { filesBelow, textOf } from '#tests/support/tree/repository.ts';

const alerts = [
  ...new Set([...allSamples.map(([fact]) => fact), 'locker_processed', 'invoice_sent', 'fulfilment']),
];
const alert = `'(?:${alerts.join('|')})'`;
/** A comparison of a type that isn't a fact's, and an argument of a query for types. */
const comparisons = [
  new RegExp(`(?<!\\bfact\\??\\.)\\btype (?:===|!==) ${alert}`),
  new RegExp(`OfTypes?\\([^)]*${alert}`),
  new RegExp(`\\btype\\s*(?:=|IN|LIKE)\\s*\\(?\\s*${alert}`, 'i'),
];

const offences = (source: string): string[] =>
  source.split('\n').filter((line) => comparisons.some((comparison) => comparison.test(line)));

test('Only the adapter knows the names of alerts', () => {
  const files = ['src/server', 'src/cli', 'src/client', 'src/shared']
    .flatMap(filesBelow)
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('src/server/platform/paddle/'));
  expect(files.length).toBeGreaterThan(500);
  expect(files.flatMap((file) => offences(textOf(file)).map((line) => `${file}: ${line.trim()}`))).toEqual(
    [],
  );
});

test.each([
  "const at = logged.findLast(({ type }) => type === 'subscription_cancelled');",
  "if (event.type === 'subscription_created') return;",
  "await deps.events.listByStreamsOfTypes(['payment_refunded'], streams)",
  "SELECT id FROM billing_events WHERE type = 'subscription_payment_failed'",
])('A name of an alert is found: %s', (line) => {
  expect(offences(line)).toEqual([line]);
});

test('Facts may be compared', () => {
  expect(
    offences("if (fact?.type !== 'subscription_cancelled' && fact.type === 'payment_refunded') return;"),
  ).toEqual([]);
});
