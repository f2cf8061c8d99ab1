/** Serialises the changes of one account, so that each sees the outcome of the one before. */
import { getCurrentAdapter, runWithTransaction } from '@better-auth/core/context';
import type { GenericEndpointContext } from 'better-auth';

/** Runs the work in a transaction; another one about the same account waits until it has ended. */
export async function withUserLock<T>(
  { context }: GenericEndpointContext,
  userId: string,
  work: () => Promise<T>,
): Promise<T> {
  return await runWithTransaction(context.adapter, async () => {
    const adapter = await getCurrentAdapter(context.adapter);
    // One statement that locks and reads nothing: a snapshot from before the wait would not show what the other did.
    await adapter.updateMany({
      model: 'user',
      where: [{ field: 'id', value: userId }],
      update: { updatedAt: new Date() },
    });
    return work();
  });
}
