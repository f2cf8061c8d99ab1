/**
 * Tests the SQL helper: it binds every value, rejects missing or surplus parameters, and validates rows against a
 * schema.
 */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { column, execute, insert, select } from '#server/platform/database/statements.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
const Text = z.object({ text: column.text });

const hostile = [`' OR 1 = 1 -- `, '\\', '\u0000', '?', ':name', '$1', 'é \u{1f511}', '%_', "''"];

it('A bound value stays a value, whatever characters it contains', async () => {
  for (const text of hostile) {
    expect(await select(test.db, Text, 'SELECT ? AS text', [text])).toEqual([{ text }]);
    expect(await select(test.db, Text, 'SELECT :name AS text', { name: text })).toEqual([{ text }]);
  }
  const both = z.object({ first: column.text, second: column.text });
  const rows = await select(test.db, both, 'SELECT ? AS first, ? AS second', ['?', ':first']);
  expect(rows).toEqual([{ first: '?', second: ':first' }]);
});

it('Every type of value is returned as it was bound', async () => {
  const Row = z.object({ count: column.number, nothing: z.null(), bytes: column.bytes, isTrue: column.flag });
  const bytes = Buffer.from([0, 39, 92, 255]);
  const sql = 'SELECT :count AS count, :nothing AS nothing, :bytes AS bytes, :isTrue AS isTrue';
  const values = { count: 2 ** 53 - 1, nothing: null, bytes, isTrue: true };
  expect(await select(test.db, Row, sql, values)).toEqual([values]);
  const isOne = 'SELECT 2 IN (:some) AS isTrue';
  expect(await select(test.db, Row.pick({ isTrue: true }), isOne, { some: [1, 2] })).toEqual([
    { isTrue: true },
  ]);
});

it('Missing, surplus and misnamed parameters are rejected', async () => {
  await expect(select(test.db, Text, 'SELECT ? AS text', [])).rejects.toThrow('more question marks');
  await expect(select(test.db, Text, 'SELECT ? AS text', ['a', 'b'])).rejects.toThrow('more values');
  await expect(select(test.db, Text, 'SELECT :a AS text', { b: 'b' })).rejects.toThrow('no value for :a');
});

it("A row that doesn't match its schema throws an error with the column and without the value", async () => {
  const read = select(test.db, Text, 'SELECT 4711 AS text', []);
  await expect(read).rejects.toThrow(/text: .*expected string/);
  await expect(read).rejects.not.toThrow(/4711/);
});

it('An update returns the number of changed rows, not of matched rows', async () => {
  const sql = "INSERT INTO jobs (name, due_at, held_until) VALUES ('x', '2026-01-01', '2026-01-01')";
  expect(await execute(test.db, sql)).toBe(1);
  const change = 'UPDATE jobs SET failures = ? WHERE name = ?';
  expect([await execute(test.db, change, [3, 'x']), await execute(test.db, change, [3, 'x'])]).toEqual([
    1, 0,
  ]);
  const event = await insert(
    test.db,
    'INSERT INTO rate_limits (`key`, points, expire) VALUES (?, LAST_INSERT_ID(41), 1)',
    ['k'],
  );
  expect(event.affectedRows).toBe(1);
});
