/** What administrators change about an account: its address, two-step verification, and whether it exists. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { mayAct } from '#client/features/administration/acts/may-act.ts';
import type { CustomerDetails } from '#shared/customer-details.ts';
import { CorrectEmail } from './correct-email.tsx';
import { EraseCustomer } from './erase-customer.tsx';

const names = ['resendVerification', 'correctEmail', 'disableTwoStep', 'erase'] as const;
type Name = (typeof names)[number];

type ChangedCustomer = Pick<CustomerDetails, 'account' | 'signInMethods'>;

export function AccountChanges({ account, signInMethods }: ChangedCustomer) {
  const t = useTranslations('accountActs');
  const { data: administrator } = trpc.accounts.me.useQuery();
  const { client } = trpc.useUtils();
  const [asked, setAsked] = useState<Name | null>(null);
  const { id: customerId, name, email, isSelf } = account;
  const role = administrator?.administratorRole ?? null;
  const isOf: Record<Name, boolean> = {
    resendVerification: !account.isEmailVerified,
    correctEmail: true,
    disableTwoStep: signInMethods.hasTwoStep,
    erase: true,
  };
  const offered = names.filter((each) => isOf[each] && mayAct(`customer.${each}`, role, account));
  // Why nothing can be done: the page says it about the own account, and viewers know what they may do.
  const isOthers = !isSelf && account.role !== null && role !== 'administrator' && role !== 'viewer';
  const { accounts } = client.administration;
  const close = () => setAsked(null);
  const simple = (act: 'resendVerification' | 'disableTwoStep') => (
    <ActDialog
      opened={asked === act}
      title={t(`${act}.title`, { name })}
      will={t(`${act}.will`, { email })}
      submit={t(`${act}.submit`)}
      send={(reason) => accounts[act].mutate({ customerId, reason })}
      result={() => t(`${act}.done`, { email })}
      invalidates={['customers', 'customerMails']}
      onClose={close}
    />
  );
  if (offered.length === 0 && asked === null && !isOthers) return null;
  return (
    <section className="card sec stack g3" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      {isOthers && <p className="q">{t('adminOnly')}</p>}
      <div className="row wrap">
        {offered.map((each) => (
          <Button key={each} variant={each === 'erase' ? 'danger' : 'default'} onClick={() => setAsked(each)}>
            {t(`${each}.submit`)}
          </Button>
        ))}
      </div>
      {/* A dialog stays after its act has changed what is offered, because it says what has happened. */}
      {simple('resendVerification')}
      {simple('disableTwoStep')}
      <CorrectEmail account={account} opened={asked === 'correctEmail'} onClose={close} />
      <EraseCustomer account={account} opened={asked === 'erase'} onClose={close} />
    </section>
  );
}
