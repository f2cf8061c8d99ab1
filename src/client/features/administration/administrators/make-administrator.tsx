/** Makes a customer an administrator: finds the account, then shows whose it is before anything happens. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { ActForm } from '#client/features/administration/acts/act-dialog.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { Dialog, DialogActions } from '#client/ui/dialogs/dialog.tsx';
import type { FoundAccount } from '#shared/administration/administrators.ts';
import type { AdministratorRole } from '#shared/administration/roles.ts';
import { RoleChoice } from './role-choice.tsx';

interface MakeAdministratorProps {
  opened: boolean;
  onClose: () => void;
}

export function MakeAdministratorDialog({ opened, onClose }: MakeAdministratorProps) {
  const t = useTranslations('administrators');
  const [found, setFound] = useState<FoundAccount | null>(null);
  return (
    <Dialog opened={opened} onClose={onClose} title={t('makeTitle')}>
      {opened &&
        (found ? <Make account={found} onClose={onClose} /> : <Find onFound={setFound} onClose={onClose} />)}
    </Dialog>
  );
}

interface FindProps {
  onFound: (account: FoundAccount) => void;
  onClose: () => void;
}

function Find({ onFound, onClose }: FindProps) {
  const t = useTranslations();
  const { client } = trpc.useUtils();
  const { data: self } = trpc.accounts.me.useQuery();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const search = useMutation({
    mutationFn: (account: string) => client.administration.administrators.find.mutate({ account }),
    meta: { invalidates: [] },
    onSuccess: (account) => {
      const why = problemOf(account);
      setProblem(why);
      if (account && why === null) onFound(account);
    },
  });

  function problemOf(account: FoundAccount | null): string | null {
    if (!account) return t('administrators.notFound');
    const { name, email } = account;
    if (account.id === self?.id) return t('administrators.isYou');
    if (account.role !== null) return t('administrators.alreadyOne', { name });
    return account.emailVerified ? null : t('administrators.notConfirmed', { name, email });
  }
  function find(event: FormEvent): void {
    event.preventDefault();
    const account = typed.trim();
    if (account === '') setProblem(t('administrators.accountMissing'));
    else if (!search.isPending) search.mutate(account);
  }

  return (
    <Form className="stack" onSubmit={find}>
      <TextField
        label={t('administrators.account')}
        hint={t('administrators.accountHint')}
        name="account"
        autoComplete="off"
        data-autofocus
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setProblem(null);
        }}
        error={problem}
      />
      {search.error && <ActionFailure error={search.error} />}
      <DialogActions>
        <Button onClick={onClose}>{t('act.cancel')}</Button>
        <Button type="submit" variant="ink" loading={search.isPending}>
          {t('administrators.find')}
        </Button>
      </DialogActions>
    </Form>
  );
}

function Make({ account: { id, name, email }, onClose }: { account: FoundAccount; onClose: () => void }) {
  const t = useTranslations();
  const { client } = trpc.useUtils();
  const [role, setRole] = useState<AdministratorRole>('viewer');
  return (
    <ActForm
      will={
        <>
          <p className="m">{t('administrators.found', { name, email, id: String(id) })}</p>
          <p>{t('administrators.willMake', { name })}</p>
        </>
      }
      submit={t('administrators.make')}
      send={(reason) => client.administration.administrators.make.mutate({ customerId: id, role, reason })}
      result={() => t('administrators.madeOne', { name, role: t(`roles.${role}`) })}
      invalidates={['administrators', 'customers']}
      onClose={onClose}
    >
      <RoleChoice value={role} onChange={setRole} />
    </ActForm>
  );
}
