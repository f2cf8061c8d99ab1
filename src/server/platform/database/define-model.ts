/**
 * Defines Sequelize models per connection rather than per module, because a process may open several databases, as
 * tests do.
 */
import type { Attributes, Model, ModelAttributes, ModelOptions, ModelStatic, Sequelize } from 'sequelize';

/**
 * Returns the table's model on this connection, defining it on the first call. `attributes` must return new objects,
 * because Sequelize modifies them. Omitting an attribute of the row type is a compile error.
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
