/** The notice about two payments for one product, with the customer's answers. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { WantBoth } from '#client/features/billing/want-both.tsx';
import { NoticeAlert } from '#client/features/licences/notices/notice-alert.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { focusOnMount } from '#client/ui/focus-on-mount.ts';
import type { LicenceView } from '#shared/licences/licences.ts';

interface TwoPaymentsProps {
  /** The later of the two licences. */
  licence: LicenceView;
  name: string;
}

export function TwoPayments({ licence, name }: TwoPaymentsProps) {
  const t = useTranslations('notice');
  const [isAnswered, setIsAnswered] = useState(false);
  if (isAnswered) {
    // The button that had the focus is gone.
    return (
      <div ref={focusOnMount} tabIndex={-1}>
        <Alert tone="ok" role="status">
          {t('bothWanted', { product: licence.product })}
        </Alert>
      </div>
    );
  }
  return (
    <NoticeAlert
      licence={licence}
      notice={{ kind: 'two_payments' }}
      name={name}
      beside={<WantBoth licenceId={licence.id} onStored={() => setIsAnswered(true)} />}
    />
  );
}
