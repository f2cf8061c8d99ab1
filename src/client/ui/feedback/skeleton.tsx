/** The place of what is coming, at its height; it begins to show after 200 ms, so quick answers do not flicker. */
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
