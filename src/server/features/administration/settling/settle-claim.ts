/** Assigns a purchase that waits for its owner to a customer, by an administrator's decision. */
import type { z } from 'zod';
import type { BoundDeps } from '#server/deps.ts';
import type { Performed } from '#server/features/administration/audit/audited.ts';
import { recordDecision } from '#server/features/billing/decisions/run-licence-action.ts';
import { isPurchase } from '#server/features/billing/streams/stream-names.ts';
import type { ClaimPreview } from '#shared/administration/settling.ts';
import { AppError } from '#shared/errors.ts';

/** Throws `not_found` if there is no such purchase. */
export async function previewClaim(
  { streams, licences }: Pick<BoundDeps, 'streams' | 'licences'>,
  stream: string,
): Promise<z.infer<typeof ClaimPreview>> {
  const head = isPurchase(stream) ? (await streams.find([stream])).get(stream) : undefined;
  if (!head) throw new AppError('not_found', `there is no purchase ${stream}`);
  const licence = await licences.findByStream(stream);
  return { stream, licenceId: licence?.id ?? null, isWaiting: head.userId === null };
}

/** The decision outweighs the address of the purchase. Throws `changed_meanwhile` if the purchase has an owner. */
export async function settleClaim(
  inside: BoundDeps,
  { customerId, stream, by }: { customerId: number; stream: string; by: number },
): Promise<Performed<null>> {
  const { isWaiting, licenceId } = await previewClaim(inside, stream);
  if (!isWaiting) throw new AppError('changed_meanwhile', 'the purchase has an owner');
  const event = { type: 'licence_claimed', by, userId: customerId, how: 'administrator' } as const;
  await recordDecision(inside, { stream, event });
  return { result: null, before: { owner: null }, after: { owner: customerId, licence: licenceId } };
}
