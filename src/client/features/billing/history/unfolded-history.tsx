/** The entries of a licence's history. Their code is loaded when a history is unfolded. */
import { type ComponentProps, lazy, Suspense } from 'react';
import { part } from '#client/lazy-parts.ts';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';

const entries = part(() => import('./history-entries.tsx'));
const HistoryEntries = lazy(async () => ({ default: (await entries()).HistoryEntries }));

export function UnfoldedHistory(props: ComponentProps<typeof HistoryEntries>) {
  return (
    <Suspense fallback={<Skeleton height="8rem" />}>
      <HistoryEntries {...props} />
    </Suspense>
  );
}
