/** What administrators change about an account: its address, two-step verification, and whether it exists. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import type { CustomerDetails } from '#shared/customer-details.ts';
import { CorrectEmail } from './correct-email.tsx';
import { EraseCustomer } from './erase-customer.tsx';

const names = ['resendVerification', 'correctEmail', 'disableTwoStep', 'erase'] as const;
type Name = (typeof names)[number];

type ChangedCustomer = Pick<CustomerDetails, 'account' | 'signInMethods'>;

export function AccountChanges({ account, signInMethods }: ChangedCustomer) {
  const t = useTranslations('accountActs');
  const may = useMay();
  const question = useQuestion<Name>();
  const isOf: Record<Name, boolean> = {
    resendVerification: !account.isEmailVerified,
    correctEmail: true,
    disableTwoStep: signInMethods.hasTwoStep,
    erase: true,
  };
  const offered = names.filter((each) => isOf[each] && may(`customer.${each}`, account));
  if (offered.length === 0 && !question.opened) return null;
  return (
    <section className="card sec stack g3" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <div className="row wrap">
        {offered.map((each) => (
          <Button
            key={each}
            variant={each === 'erase' ? 'danger' : 'default'}
            onClick={() => question.ask(each)}
          >
            {t(`${each}.submit`)}
          </Button>
        ))}
      </div>
      {question.dialog((name, shown) => {
        const Dialog = dialogs[name];
        return <Dialog account={account} {...shown} />;
      })}
    </section>
  );
}

interface ChangeProps {
  account: CustomerDetails['account'];
  opened: boolean;
  onClose: () => void;
}

const dialogs = {
  resendVerification: (props: ChangeProps) => <PlainChange act="resendVerification" {...props} />,
  correctEmail: CorrectEmail,
  disableTwoStep: (props: ChangeProps) => <PlainChange act="disableTwoStep" {...props} />,
  erase: EraseCustomer,
};

interface PlainChangeProps extends ChangeProps {
  act: 'resendVerification' | 'disableTwoStep';
}

/** A change that needs nothing but the reason. */
function PlainChange({ act, account: { id: customerId, name, email }, opened, onClose }: PlainChangeProps) {
  const t = useTranslations('accountActs');
  const { accounts } = trpc.useUtils().client.administration;
  return (
    <ActDialog
      opened={opened}
      title={t(`${act}.title`, { name })}
      will={t(`${act}.will`, { email })}
      submit={t(`${act}.submit`)}
      send={(reason) => accounts[act].mutate({ customerId, reason })}
      result={() => t(`${act}.done`, { email })}
      invalidates={['customers', 'customerMails']}
      onClose={onClose}
    />
  );
}
