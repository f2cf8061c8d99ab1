/**
 * The place of what is coming, at its height; it begins to show after 200 ms, so quick answers do not flicker, and tells a
 * screen reader that something is loading. Mantine's Skeleton shows at once, pulses, and tells nothing.
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
