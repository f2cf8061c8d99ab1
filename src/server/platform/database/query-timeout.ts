/** Wraps mysql2 for Sequelize so that connections time out when the database stops responding. */
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import mysql, { type Connection, type ConnectionOptions } from 'mysql2';

/**
 * Thrown if the database hasn't sent anything for too long while a statement was waiting for its result. The connection
 * is destroyed.
 */
class DatabaseSilent extends Error {
  readonly code = 'ETIMEDOUT';
  constructor(milliseconds: number) {
    super(`the database has not responded for ${milliseconds} ms`);
    this.name = 'DatabaseSilent';
  }
}

/**
 * Opens a connection's socket. Works around sidorares/node-mysql2#2177: the driver doesn't pass an IP address to TLS,
 * so Node compares the certificate with the name that the socket was opened for, or with "localhost" if there is none.
 * The socket is therefore opened for the IP address with a final dot, like a fully qualified name. Node removes the dot
 * before comparing.
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

/** Tracks whether a statement sent on the connection is still waiting for its result. */
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
 * Returns mysql2 with one change: a statement fails with `DatabaseSilent` if no data has been received for `withinMs`.
 * The driver's own timeout covers neither preparing statements nor transactions, and it leaves the connection open. A
 * socket timer covers them all and costs next to nothing. Connecting has its own limit, `connectTimeout`.
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
          // An idle connection in the pool receives nothing either, but must stay open.
          if (isAwaited()) socket.destroy(new DatabaseSilent(withinMs));
        });
      });
      return connection;
    },
  };
}
