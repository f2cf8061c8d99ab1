/** A licence key of which only the first and the last characters are shown. */
import { useTranslations } from 'use-intl';
import type { LicenceView } from '#shared/licences/licences.ts';
import classes from './masked-key.module.css';

export type KeyHint = NonNullable<LicenceView['keyHint']>;

/** The key on a line of its own, for pages on which it can't be revealed. */
export function MaskedKey({ hint }: { hint: KeyHint }) {
  const t = useTranslations('key');
  return (
    <div className={classes.line}>
      <span className="sm q">{t('heading')}</span>
      <code className={classes.key}>
        <Masked hint={hint} />
      </code>
    </div>
  );
}

export function Masked({ hint }: { hint: KeyHint }) {
  const t = useTranslations('key');
  return (
    <>
      <span>{hint.start}</span>
      <span className={classes.dots} aria-hidden="true">
        {'•'.repeat(80)}
      </span>
      <span className="sr">{t('hidden')}</span>
      <span>{hint.end.slice(-4)}</span>
    </>
  );
}
