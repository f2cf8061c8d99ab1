/** Erases a customer, after saying what goes and what stays. */
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAnswersOf } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { TextField } from '#client/forms/field.tsx';
import type { CustomerDetails } from '#shared/customer-details.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import { pages } from '#shared/pages.ts';

interface EraseCustomerProps {
  account: Pick<CustomerDetails['account'], 'id' | 'name' | 'email'>;
  opened: boolean;
  onClose: () => void;
}

export function EraseCustomer({ account: { id, name, email }, opened, onClose }: EraseCustomerProps) {
  const t = useTranslations('accountActs.erase');
  const { client } = trpc.useUtils();
  const answersOf = useAnswersOf();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const isErased = useRef(false);
  const number = String(id);
  const close = () => {
    onClose();
    if (!isErased.current) return;
    // The page is about nobody any more. What it shows stays until now, because the dialog says what has happened.
    void navigate({ to: pages.customers }).then(() => answersOf('customers'));
  };
  return (
    <ActDialog
      opened={opened}
      title={t('title', { name })}
      will={
        <>
          <p>{t('now')}</p>
          <p>{t('goes')}</p>
          <p>{t('stays')}</p>
          <p className="m">{t('told')}</p>
        </>
      }
      check={() => {
        const isTyped = comparableAddress(typed) === email || typed.trim() === number;
        setWrong(!isTyped);
        return isTyped;
      }}
      submit={t('submit')}
      isFinal
      send={async (reason) => {
        await client.administration.accounts.erase.mutate({ customerId: id, reason });
        isErased.current = true;
      }}
      result={() => t('done')}
      invalidates={[]}
      onClose={close}
    >
      <TextField
        label={t('field', { email, id: number })}
        name="again"
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(false);
        }}
        error={isWrong ? t('wrong') : null}
      />
    </ActDialog>
  );
}
