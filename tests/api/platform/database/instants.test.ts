/** Tests that instants keep their milliseconds in the database, in every way they are written, read and compared. */
import { DataTypes, type Model, Op } from 'sequelize';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { modelOf } from '#server/platform/database/define-model.ts';
import { insertRows } from '#server/platform/database/insert-rows.ts';
import { column, execute, millisecondsOf, select } from '#server/platform/database/statements.ts';
import { useDatabase } from '#tests/support/database/database.ts';

interface Row extends Model {
  id: number;
  at: Date;
}

const test = useDatabase();
const at = new Date('2026-11-29T09:14:00.123Z');
const table = 'instants_of_a_test';
const rows = () =>
  modelOf<Row>(
    test.db,
    table,
    () => ({ id: { type: DataTypes.INTEGER, primaryKey: true }, at: DataTypes.DATE(3) }),
    { timestamps: false },
  );

beforeAll(async () => {
  await test.db.query(`CREATE TABLE IF NOT EXISTS ${table} (id INT PRIMARY KEY, at DATETIME(3) NULL)`);
});
afterAll(async () => {
  await test.db.query(`DROP TABLE IF EXISTS ${table}`);
});

const write: Record<string, () => Promise<unknown>> = {
  'values by name': () => execute(test.db, `INSERT INTO ${table} VALUES (1, :at)`, { at }),
  'a list of values': () => execute(test.db, `INSERT INTO ${table} VALUES (?)`, [[1, at]]),
  'a model': () => rows().create({ id: 1, at }),
  'a model’s update': async () => {
    await rows().create({ id: 1, at: null });
    await rows().update({ at }, { where: { id: 1 } });
  },
  'many rows at once': () => insertRows(rows(), [{ id: 1, at }]),
  'values in order': () => execute(test.db, `INSERT INTO ${table} VALUES (?, ?)`, [1, at]),
};

it.each(Object.entries(write))(
  'An instant written with %s is found and read to the millisecond by every query method',
  async (_name, by) => {
    await by();
    const At = z.object({ at: column.instant });
    const Id = z.object({ id: column.number });
    expect(await select(test.db, At, `SELECT at FROM ${table} WHERE at = :at`, { at })).toEqual([{ at }]);
    const some = [new Date(0), at];
    expect(await select(test.db, Id, `SELECT id FROM ${table} WHERE at IN (:some)`, { some })).toEqual([
      { id: 1 },
    ]);
    expect(await rows().count({ where: { at } })).toBe(1);
    expect(
      await rows().count({
        where: { at: { [Op.lt]: new Date(at.getTime() + 1), [Op.gt]: new Date(at.getTime() - 1) } },
      }),
    ).toBe(1);
    expect((await rows().findOne({ where: { at } }))?.at).toEqual(at);
    expect(await select(test.db, At, `SELECT at FROM ${table} WHERE at = ?`, [at])).toEqual([{ at }]);
    const sql = `SELECT ${millisecondsOf('at')} AS at FROM ${table} WHERE at = ?`;
    expect(await select(test.db, z.object({ at: column.milliseconds }), sql, [at])).toEqual([{ at }]);
  },
);
