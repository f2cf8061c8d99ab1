/** An instant is the same in the database to the millisecond, by whichever way it is written, read or compared. */
import { DataTypes, type Model, Op, QueryTypes } from 'sequelize';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { modelOf } from '#server/platform/database/define-model.ts';
import { insertRows } from '#server/platform/database/insert-rows.ts';
import { execute, query } from '#server/platform/database/plain-statement.ts';
import { millisecondsOf, preparedSelect } from '#server/platform/database/prepared-select.ts';
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
  'named replacements': () => test.db.query(`INSERT INTO ${table} VALUES (1, :at)`, { replacements: { at } }),
  'replacements in order': () =>
    test.db.query(`INSERT INTO ${table} VALUES (?)`, { replacements: [[1, at]] }),
  'a model': () => rows().create({ id: 1, at }),
  'a model’s update': async () => {
    await rows().create({ id: 1, at: null });
    await rows().update({ at }, { where: { id: 1 } });
  },
  'many rows at once': () => insertRows(rows(), [{ id: 1, at }]),
  'a plain statement': () => execute(test.db, `INSERT INTO ${table} VALUES (?, ?)`, [1, at]),
};

it.each(Object.entries(write))(
  'written by %s, it is found and read to the millisecond by every way',
  async (_name, by) => {
    await by();
    const told = await test.db.query<{ at: Date }>(`SELECT at FROM ${table} WHERE at = :at`, {
      type: QueryTypes.SELECT,
      replacements: { at },
    });
    expect(told).toEqual([{ at }]);
    const listed = await test.db.query(`SELECT id FROM ${table} WHERE at IN (:some)`, {
      type: QueryTypes.SELECT,
      replacements: { some: [new Date(0), at] },
    });
    expect(listed).toEqual([{ id: 1 }]);
    expect(await rows().count({ where: { at } })).toBe(1);
    expect(
      await rows().count({
        where: { at: { [Op.lt]: new Date(at.getTime() + 1), [Op.gt]: new Date(at.getTime() - 1) } },
      }),
    ).toBe(1);
    expect((await rows().findOne({ where: { at } }))?.at).toEqual(at);
    expect(await query(test.db, `SELECT at FROM ${table} WHERE at = ?`, [at])).toEqual([{ at }]);
    expect(
      await preparedSelect(test.db, `SELECT ${millisecondsOf('at')} AS ms FROM ${table} WHERE at = ?`, [at]),
    ).toEqual([{ ms: at.getTime() }]);
  },
);
