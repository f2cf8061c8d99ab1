/** The history of a licence: what happens next, and what has happened. Loaded when it is unfolded. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { Icon } from '#client/ui/icon.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';
import classes from './licence-history.module.css';
import { UnfoldedHistory } from './unfolded-history.tsx';

export function LicenceHistory({ licence }: { licence: LicenceView }) {
  const t = useTranslations('history');
  const [isOpen, setIsOpen] = useState(false);
  const history = trpc.billing.history.useQuery({ licenceId: licence.id }, { enabled: isOpen });
  return (
    <section className="card">
      <details className={classes.history} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>
          <Icon name="chevronRight" size={16} />
          <h2>{t('heading')}</h2>
        </summary>
        {isOpen && (
          <QueryBoundary query={history} section={t('heading')} height="8rem">
            {(known) => <UnfoldedHistory history={known} product={licence.product} />}
          </QueryBoundary>
        )}
      </details>
    </section>
  );
}
