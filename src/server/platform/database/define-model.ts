/** Defines Sequelize models, on a connection and not on the module: a process may open several databases (tests do). */
import type { Attributes, Model, ModelAttributes, ModelOptions, ModelStatic, Sequelize } from 'sequelize';

/**
 * The model of a table on this connection, defined at the first call. `attributes` returns new objects, because Sequelize
 * changes those it is given. A missing attribute of the row's type does not compile.
 */
export function modelOf<M extends Model>(
  db: Sequelize,
  table: string,
  attributes: () => ModelAttributes<M, Attributes<M>>,
  options: ModelOptions<M> = {},
): ModelStatic<M> {
  const known = db.models[table] as ModelStatic<M> | undefined;
  return known ?? db.define<M>(table, attributes(), { tableName: table, ...options });
}
