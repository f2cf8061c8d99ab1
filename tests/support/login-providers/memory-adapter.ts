/** Stores the data of a test's OpenID provider in memory. */
import type { Adapter, AdapterPayload } from 'oidc-provider';

export function memoryAdapter(): (model: string) => Adapter {
  const rows = new Map<string, AdapterPayload>();
  return (model) => {
    const nameOf = (id: string) => `${model}:${id}`;
    const findWhere = async (matches: (row: AdapterPayload) => boolean) =>
      [...rows].find(([name, row]) => name.startsWith(`${model}:`) && matches(row))?.[1];
    return {
      upsert: async (id, payload) => void rows.set(nameOf(id), payload),
      find: async (id) => rows.get(nameOf(id)),
      findByUid: (uid) => findWhere((row) => row.uid === uid),
      findByUserCode: (userCode) => findWhere((row) => row.userCode === userCode),
      consume: async (id) => {
        const row = rows.get(nameOf(id));
        if (row) row.consumed = Math.floor(Date.now() / 1_000);
      },
      destroy: async (id) => void rows.delete(nameOf(id)),
      revokeByGrantId: async (grantId) => {
        for (const [name, row] of rows) if (row.grantId === grantId) rows.delete(name);
      },
    };
  };
}
