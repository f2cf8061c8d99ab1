/** The type of a migration's `up` and `down`. */
import type { Sequelize } from 'sequelize';
import type { MigrationParams } from 'umzug';

/**
 * MySQL can't roll back DDL. If a migration fails halfway, it is run again, so each of its statements must be safe to
 * repeat. `note` takes complete sentences for the operator; most migrations don't need it.
 */
export type Migration = (
  params: MigrationParams<Sequelize> & { note: (line: string) => void },
) => Promise<void>;
