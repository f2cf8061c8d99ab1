/** What a search has found: customers, purchases that belong to no account, and what a pasted licence key is worth. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { LoadFailure } from '#client/failures/failure-alert.tsx';
import { KeyResult } from '#client/features/administration/search/key-result.tsx';
import { useCustomerSearch } from '#client/features/administration/search/use-customer-search.ts';
import { useMatchWords } from '#client/features/administration/search/use-match-words.ts';
import { EmptyList } from '#client/features/administration/table/empty-list.tsx';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { CustomersTable } from './customers-table.tsx';

export function SearchResults({ text }: { text: string }) {
  const t = useTranslations('customers');
  const { isAsked, result, error, retry, more, isFetchingMore } = useCustomerSearch(text);
  if (!isAsked) return <p className="q">{t('searchMore')}</p>;
  if (error) return <LoadFailure section={t('results')} error={error} onRetry={retry} />;
  if (!result) return <Skeleton height="16rem" />;
  const { found, withoutAccount, key } = result;
  const isEmpty = found.length === 0 && withoutAccount.length === 0 && key === null;
  return (
    <section className="stack g5" aria-label={t('results')}>
      <p className="sr" role="status">
        {t('found', { count: found.length })}
      </p>
      {key && <KeyResult searched={key} />}
      {found.length > 0 && (
        <CustomersTable customers={found.map(({ customer, matched }) => ({ ...customer, matched }))} />
      )}
      {more && (
        <div>
          <Button loading={isFetchingMore} onClick={more}>
            {t('more')}
          </Button>
        </div>
      )}
      {withoutAccount.length > 0 && <WithoutAccount purchases={withoutAccount} />}
      {isEmpty && <EmptyList title={t('nothingFound')} text={t('nothingFoundText')} />}
    </section>
  );
}

interface WithoutAccountProps {
  purchases: NonNullable<ReturnType<typeof useCustomerSearch>['result']>['withoutAccount'];
}

function WithoutAccount({ purchases }: WithoutAccountProps) {
  const t = useTranslations('customers');
  const matchWords = useMatchWords();
  return (
    <section className="card sec stack g2">
      <h2>{t('withoutAccount')}</h2>
      <p className="q">{t('withoutAccountText')}</p>
      <ul className="stack g2">
        {purchases.map(({ matched, reference, licenceId }) => (
          <li key={`${matched} ${reference}`} className="row wrap">
            <span className="mono">{reference}</span>
            <span className="sm q">{matchWords([matched])}</span>
            {licenceId !== null && (
              <span className="sm q">{t('licenceNumber', { id: String(licenceId) })}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
