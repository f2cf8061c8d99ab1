/** Models belong to a connection, not to the module: a process may hold several databases (tests do). */
import type { Attributes, Model, ModelAttributes, ModelOptions, ModelStatic, Sequelize } from 'sequelize';

/**
 * The model of that name on this connection, defined at the first call. `attributes` builds fresh objects, for Sequelize
 * changes what it is given. Each attribute of the row's type must be there: one that is missing does not compile.
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
