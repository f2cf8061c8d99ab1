/**
 * A session ends at a maximum age, however often it is used (OWASP ASVS 5.0, 7.3.2). better-auth 1.7 knows only an idle
 * timeout: `expiresIn` moves on with every use.
 */
import type { DBAdapterInstance, DBTransactionAdapter } from '@better-auth/core/db/adapter';
import { z } from 'zod';
import { sessionCutoff } from '#shared/identity/security-log.ts';

const SessionRow = z.looseObject({ createdAt: z.coerce.date() });

/** A session that is too old looks expired; any other one is handed on as it is. */
function aged<T>(row: T): T {
  const session = SessionRow.safeParse(row).data;
  if (!session) return row;
  const isOver = session.createdAt <= sessionCutoff(new Date());
  return isOver ? { ...row, expiresAt: new Date(0) } : row;
}

function ageing<A extends DBTransactionAdapter>(adapter: A): A {
  const findOne: DBTransactionAdapter['findOne'] = async (input) => {
    const row = await adapter.findOne(input);
    return (input.model === 'session' ? aged(row) : row) as never;
  };
  return { ...adapter, findOne };
}

/** The same storage; better-auth then ends what has run out as it ends every other session. */
export function absoluteSessionTimeout(storage: DBAdapterInstance): DBAdapterInstance {
  return (options) => {
    const adapter = storage(options);
    return {
      ...ageing(adapter),
      transaction: (work) => adapter.transaction((inner) => work(ageing(inner))),
    };
  };
}
