/** The history of a customer's own licence. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { FoldedHistory } from './folded-history.tsx';

export function LicenceHistory({ licence }: { licence: LicenceView }) {
  const t = useTranslations('history');
  const [isOpen, setIsOpen] = useState(false);
  const history = trpc.billing.history.useQuery({ licenceId: licence.id }, { enabled: isOpen });
  return (
    <section className="card">
      <FoldedHistory
        heading={<h2>{t('heading')}</h2>}
        product={licence.product}
        history={history}
        onToggle={setIsOpen}
      />
    </section>
  );
}
