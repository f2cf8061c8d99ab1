/** Says what a customer who is about to buy another licence for a product has already. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ChangeButton } from '#client/features/billing/changes/change-button.tsx';
import { useStateNote } from '#client/features/licences/notices/state-note.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';

/** Customers who cancelled are first offered to keep the licence they have, because that is free today. */
export function AnotherNotice({ current }: { current: readonly LicenceView[] }) {
  const cancelled = current.filter(({ status }) => status === 'cancelled');
  const [other] = current.filter(({ status }) => status !== 'cancelled');
  return (
    <>
      {cancelled.map((licence) => (
        <KeepInstead key={licence.id} licence={licence} />
      ))}
      {other && <HasAlready licence={other} />}
    </>
  );
}

function KeepInstead({ licence }: { licence: LicenceView }) {
  const t = useTranslations('offers');
  const stateNote = useStateNote();
  const offer = trpc.billing.changes.keep.preview.useQuery({ licenceId: licence.id });
  if (offer.isLoading) return null;
  if (offer.data?.status !== 'possible') return <HasAlready licence={licence} />;
  return (
    <Alert action={<ChangeButton change="keep" licence={licence} />}>
      {stateNote(licence)}{' '}
      {t('anotherKeep', {
        product: licence.product,
        free: String(offer.data.preview.payment === 'later'),
      })}
    </Alert>
  );
}

function HasAlready({ licence }: { licence: LicenceView }) {
  const t = useTranslations('offers');
  const stateNote = useStateNote();
  return (
    <Alert>
      {stateNote(licence) ?? t('anotherHave', { product: licence.product })} {t('anotherBuys')}
    </Alert>
  );
}
