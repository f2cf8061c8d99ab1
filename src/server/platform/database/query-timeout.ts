/** The driver that Sequelize is given: mysql2, whose connections give up on a database that has stopped answering. */
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import mysql, { type Connection, type ConnectionOptions } from 'mysql2';

/** A statement was sent and nothing has been received since. The connection is destroyed. */
class DatabaseSilent extends Error {
  readonly code = 'ETIMEDOUT';
  constructor(milliseconds: number) {
    super(`the database has said nothing for ${milliseconds} ms`);
    this.name = 'DatabaseSilent';
  }
}

/**
 * The socket of a connection. For TLS the driver names no host to Node where the host is an IP address, and Node would
 * compare the certificate with "localhost" (sidorares/node-mysql2#2177). It then compares with the name that the socket
 * was opened for: the address, written as a fully qualified name, whose final dot Node removes.
 */
function openSocket({ host = 'localhost', port = 3_306, ssl }: ConnectionOptions): Socket {
  const family = isIP(host);
  const options = { port, noDelay: true, keepAlive: true };
  const verifiesHost = typeof ssl === 'object' && ssl.verifyIdentity === true;
  if (family === 0 || !verifiesHost) return connect({ ...options, host });
  const lookup: LookupFunction = (_name, { all }, answer) =>
    all ? answer(null, [{ address: host, family }]) : answer(null, host, family);
  return connect({ ...options, host: `${host}.`, lookup });
}

type Ask = (this: Connection, ...given: unknown[]) => { once: (event: 'end', listener: () => void) => void };

/** Counts the statements that a connection has been given and that have not been answered. */
function countUnanswered(connection: Connection): { isAwaited: () => boolean } {
  let unanswered = 0;
  let isEnding = false;
  const driver = Object.getPrototypeOf(connection) as Record<'query' | 'execute', Ask>;
  for (const name of ['query', 'execute'] as const) {
    const ask: Ask = function ask(...given) {
      const command = driver[name].apply(this, given);
      unanswered += 1;
      command.once('end', () => {
        unanswered -= 1;
      });
      return command;
    };
    Object.assign(connection, { [name]: ask });
  }
  const end = connection.end.bind(connection);
  connection.end = (callback) => {
    isEnding = true;
    end(callback);
  };
  return { isAwaited: () => unanswered > 0 || isEnding };
}

/**
 * mysql2, but a statement fails with `DatabaseSilent` once nothing has been received for `withinMs`. The driver's own
 * time limit does not cover preparing and transactions, and leaves the connection open. A timer on the socket costs
 * next to nothing. Connecting is limited by `connectTimeout`.
 */
export function withQueryTimeout(withinMs: number): typeof mysql {
  return {
    ...mysql,
    createConnection(given: string | ConnectionOptions): Connection {
      const options = given as ConnectionOptions;
      const socket = openSocket(options);
      const connection = mysql.createConnection({ ...options, stream: socket });
      const { isAwaited } = countUnanswered(connection);
      connection.once('connect', () => {
        socket.setTimeout(withinMs);
        socket.on('timeout', () => {
          // An idle connection in the pool is silent because it was asked nothing.
          if (isAwaited()) socket.destroy(new DatabaseSilent(withinMs));
        });
      });
      return connection;
    },
  };
}
