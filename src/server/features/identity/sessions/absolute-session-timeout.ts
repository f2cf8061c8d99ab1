/**
 * Ends sessions at a maximum age regardless of use (OWASP ASVS 5.0, 7.3.2). better-auth 1.7 only has an idle timeout:
 * `expiresIn` is extended with every use.
 */
import type { DBAdapterInstance, DBTransactionAdapter } from '@better-auth/core/db/adapter';
import { z } from 'zod';
import { sessionCutoff } from '#shared/identity/security-log.ts';

const SessionRow = z.looseObject({ createdAt: z.coerce.date() });

/** Makes sessions beyond the maximum age look expired. Returns other rows unchanged. */
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

/** Wraps the storage. better-auth then ends overdue sessions like any other expired session. */
export function absoluteSessionTimeout(storage: DBAdapterInstance): DBAdapterInstance {
  return (options) => {
    const adapter = storage(options);
    return {
      ...ageing(adapter),
      transaction: (work) => adapter.transaction((inner) => work(ageing(inner))),
    };
  };
}
