/**
 * Reserves the space of content that is loading, and announces to screen readers that it is loading. It becomes visible
 * after 200 ms, so that fast responses don't cause a flicker. Mantine's Skeleton is visible at once, pulses, and
 * announces nothing.
 */
import { useTranslations } from 'use-intl';
import classes from './skeleton.module.css';

export function Skeleton({ height }: { height: string }) {
  const t = useTranslations('app');
  return (
    <div className={classes.loading} style={{ minHeight: height }} role="status">
      <span className="sr">{t('loading')}</span>
    </div>
  );
}
