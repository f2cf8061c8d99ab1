/** Shows new recovery codes once. The user can copy or download them before they are discarded. */
import { Button } from '@mantine/core';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { CopyButton } from '#client/ui/copy-button.tsx';
import { BeforeLeaving } from '#client/ui/dialogs/before-leaving.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { focusOnMount } from '#client/ui/focus-on-mount.ts';
import { AnchorButton } from '#client/ui/link-button.tsx';
import classes from './two-step-section.module.css';

export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useTranslations('secondFactors');
  const headingId = useId();
  const { data: account } = trpc.accounts.me.useQuery();
  const text = `${t('fileHead', { email: account?.email ?? '' })}\n\n${codes.join('\n')}\n`;
  return (
    <section className="stack" aria-labelledby={headingId}>
      <BeforeLeaving title={t('leave')} why={t('leaveWhy')} />
      <h3 id={headingId} tabIndex={-1} ref={focusOnMount}>
        {t('codes')}
      </h3>
      <Alert tone="warn">
        <p>{t('codesWhy')}</p>
      </Alert>
      <ol className={classes.codes}>
        {codes.map((code) => (
          <li key={code} className="mono">
            {code}
          </li>
        ))}
      </ol>
      <div className="row wrap">
        <CopyButton text={codes.join('\n')} label={t('copyCodes')} />
        {/*
         * Downloads the codes through a `data:` URL, so that they go straight into the file without being sent to a
         * server.
         */}
        <AnchorButton
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download={t('file')}
          variant="default"
        >
          {t('download')}
        </AnchorButton>
        <Button variant="ink" onClick={onKept}>
          {t('kept')}
        </Button>
      </div>
    </section>
  );
}
