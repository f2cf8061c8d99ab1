/** Explains how to use an API token: the base URL, a working example and a link to the documentation. */
import { useTranslations } from 'use-intl';
import { CopyButton } from '#client/ui/copy-button.tsx';
import { apiDocumentPath } from '#shared/pages.ts';
import classes from './tokens-section.module.css';

export function ApiGuide() {
  const t = useTranslations('tokens');
  const api = `${window.location.origin}/api`;
  const call = `curl -H "Authorization: Bearer $TOKEN" ${api}/licences`;
  return (
    <div className="stack g2">
      <h3>{t('api')}</h3>
      <p className="q">
        {t.rich('apiLead', {
          address: api,
          code: (address) => <code className="mono">{address}</code>,
        })}{' '}
        <a href={apiDocumentPath}>{t('documentation')}</a>
      </p>
      <div className={classes.call}>
        <code>{call}</code>
        <CopyButton text={call} label={t('copyCall')} />
      </div>
    </div>
  );
}
