/** What a token opens: the address, a call that works as it is, and where the rest is written. */
import { useTranslations } from 'use-intl';
import { trpc } from '../../trpc.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import classes from './tokens-section.module.css';

/** GitHub has an address for the newest version of a file; of another place only the door is known. */
const documentationOf = (sourceUrl: string): string =>
  new URL(sourceUrl).host === 'github.com' ? `${sourceUrl}/blob/HEAD/docs/api.md` : sourceUrl;

export function ApiGuide() {
  const t = useTranslations('tokens');
  const { data: facts } = trpc.catalogue.facts.useQuery();
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
        {facts && <a href={documentationOf(facts.sourceUrl)}>{t('documentation')}</a>}
      </p>
      <div className={classes.call}>
        <code>{call}</code>
        <CopyButton text={call} label={t('copyCall')} />
      </div>
    </div>
  );
}
