/** Corrects the address of a customer, who has to confirm it again. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { TextField } from '#client/forms/field.tsx';
import type { CustomerDetails } from '#shared/customer-details.ts';
import { EmailAddress } from '#shared/identity/email-address.ts';

interface CorrectEmailProps {
  account: Pick<CustomerDetails['account'], 'id' | 'name' | 'email'>;
  opened: boolean;
  onClose: () => void;
}

export function CorrectEmail({ account: { id, name, email }, opened, onClose }: CorrectEmailProps) {
  const t = useTranslations('accountActs.correctEmail');
  const { client } = trpc.useUtils();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<'wrong' | 'same' | null>(null);
  const address = EmailAddress.safeParse(typed).data ?? null;
  return (
    <ActDialog
      opened={opened}
      title={t('title', { name })}
      will={
        <>
          <p>{t('now')}</p>
          <p>{t('old', { email })}</p>
          <p>{t('held')}</p>
        </>
      }
      check={() => {
        const found = address === null ? 'wrong' : address === email ? 'same' : null;
        setProblem(found);
        return found === null;
      }}
      submit={t('submit')}
      send={async (reason) => {
        const { accounts } = client.administration;
        await accounts.correctEmail.mutate({ customerId: id, email: address ?? typed, reason });
        return address ?? typed;
      }}
      result={(corrected) => t('done', { email: corrected })}
      invalidates={['customers', 'customerMails']}
      onClose={onClose}
    >
      <TextField
        label={t('field')}
        name="email"
        type="email"
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setProblem(null);
        }}
        error={problem && t(problem)}
      />
    </ActDialog>
  );
}
