/**
 * Offers a key with the licence's current details, if those in the present key are out of date. Says what has changed,
 * and that nothing needs to be done.
 */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { KeyDifferences, LicenceView } from '#shared/licences/licences.ts';
import { useOldKeys } from './use-old-keys.ts';

export function UpdatedKey({ licence }: { licence: LicenceView }) {
  const t = useTranslations('key');
  const utils = trpc.useUtils();
  const update = useMutation({
    mutationFn: () => utils.client.billing.keys.update.mutate({ licenceId: licence.id }),
    meta: { invalidates: ['licences'] },
  });
  const oldKeys = useOldKeys();
  const {
    product,
    keyDifferences,
    oldKeys: { stopping, lasting },
  } = licence;
  // A replacement gives the exchanged keys an end, so the key is then no longer the one that the customer got here.
  const isUpdated = update.isSuccess && !keyDifferences && lasting > 0;
  return (
    <>
      {keyDifferences && (
        <Alert
          action={
            <Button loading={update.isPending} onClick={() => update.mutate()}>
              {t('update')}
            </Button>
          }
        >
          <WhatChanged licence={licence} differences={keyDifferences} />
          <p>{t('outdatedWorks', { product })}</p>
        </Alert>
      )}
      {isUpdated && (
        <Alert tone="ok" role="status">
          {/* If an old key is about to stop, the notice at the top of the page describes them all. */}
          {t('updated')} {stopping.length === 0 && oldKeys(licence)}
        </Alert>
      )}
      {update.error && <ActionFailure error={update.error} />}
    </>
  );
}

function WhatChanged({ licence, differences }: { licence: LicenceView; differences: KeyDifferences }) {
  const t = useTranslations();
  const { frequency, quantity, email } = differences;
  const seatsOf = (count: number) => t('home.seats', { count });
  return (
    <>
      {quantity !== null && (
        <p>{t('key.outdatedSeats', { was: seatsOf(quantity), seats: seatsOf(licence.quantity) })}</p>
      )}
      {frequency !== null && (
        <p>{t(frequency === 'Monthly' ? 'key.outdatedMonthly' : 'key.outdatedAnnual')}</p>
      )}
      {email !== null && <p>{t('key.outdatedEmail', { email })}</p>}
    </>
  );
}
