/** Tells which flags about second licences are still to be settled. */
import type { Flag } from '#server/features/billing/flag.repository.ts';

/** Returns whether the flag is about a second licence, and neither an operator nor the customer has settled it yet. */
export const isUnansweredDuplicate = ({
  kind,
  resolvedAt,
  wantedAt,
}: Pick<Flag, 'kind' | 'resolvedAt' | 'wantedAt'>): boolean =>
  kind === 'second_licence' && resolvedAt === null && wantedAt === null;
