/** The driver that Sequelize is given: its connections give up on a database that has stopped answering. */
import { isIP, type Socket } from 'node:net';
import mysql, { type Connection, type ConnectionOptions } from 'mysql2';

/** The database was asked something and has said nothing since. The connection is destroyed. */
class DatabaseSilent extends Error {
  readonly code = 'ETIMEDOUT';
  constructor(milliseconds: number) {
    super(`the database has said nothing for ${milliseconds} ms`);
    this.name = 'DatabaseSilent';
  }
}

/** What the driver keeps to itself; the tests of a hanging database fail when it changes. */
interface Internals {
  stream: Socket & { _host?: string };
  _command?: unknown;
  _closing?: boolean;
}

/**
 * mysql2, but a statement of which nothing is heard for so long fails with `DatabaseSilent`: the driver's own
 * time limit covers neither preparing nor transactions, and leaves the connection open. One timer for each
 * socket costs the ping nothing. Connecting has its limit already (`connectTimeout`).
 */
export function withQueryTimeout(withinMs: number): typeof mysql {
  return {
    ...mysql,
    createConnection(options: string | ConnectionOptions): Connection {
      const connection = mysql.createConnection(options as ConnectionOptions);
      const { host } = connection.config;
      // Node compares a certificate with the name the socket was opened for, which for an address it does not note.
      if (host !== undefined && isIP(host) !== 0) (connection as unknown as Internals).stream._host = host;
      // Only now: with TLS the socket at the beginning is not the one that is read.
      connection.once('connect', () => {
        const { stream } = connection as unknown as Internals;
        stream.setTimeout(withinMs);
        stream.on('timeout', () => {
          const { _command, _closing } = connection as unknown as Internals;
          // In the pool, asked nothing, silence is all that can be expected.
          if (_command || _closing) stream.destroy(new DatabaseSilent(withinMs));
        });
      });
      return connection;
    },
  };
}
