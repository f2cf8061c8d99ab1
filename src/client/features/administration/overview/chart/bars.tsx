/** The place of a chart, which is as high as the chart while its code is fetched. */
import { type ComponentProps, lazy, Suspense } from 'react';
import { part } from '#client/lazy-parts.ts';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';

const chart = part(() => import('./bars-chart.tsx'));
const BarsChart = lazy(async () => ({ default: (await chart()).BarsChart }));

export function Bars(props: ComponentProps<typeof BarsChart>) {
  return (
    <Suspense fallback={<Skeleton height="17rem" />}>
      <BarsChart {...props} />
    </Suspense>
  );
}
