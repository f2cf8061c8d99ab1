/** For whoever has neither password nor passkey: six digits, from a mail to their own address. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { authClient } from '../../auth-client.ts';
import { trpc } from '../../trpc.ts';
import { AuthAlert } from '../../ui/auth-alert.tsx';
import { TextField } from '../../ui/field.tsx';

interface ConfirmByCodeProps {
  onConfirmed: () => void;
  onClose: () => void;
}

export function ConfirmByCode({ onConfirmed, onClose }: ConfirmByCodeProps) {
  const t = useTranslations();
  const { data: account } = trpc.account.me.useQuery();
  const [code, setCode] = useState('');
  const send = useMutation({ mutationFn: authClient.sendConfirmCode, meta: { changesNothing: true } });
  const verify = useMutation({ mutationFn: authClient.verifyConfirmCode, onSuccess: onConfirmed });
  const failure = verify.error ?? send.error;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (send.isSuccess) verify.mutate({ code: code.trim() });
        else send.mutate();
      }}
    >
      {failure && <AuthAlert error={failure} />}
      <p className="q">{t('person.code.lead', { email: account?.email ?? '' })}</p>
      {send.isSuccess && (
        <TextField
          label={t('person.code.label')}
          hint={t('person.code.hint')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          autoFocus
          required
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      <div className="row g2 wrap">
        <Button type="submit" variant="ink" data-autofocus loading={send.isPending || verify.isPending}>
          {send.isSuccess ? t('confirm.submit') : t('person.code.send')}
        </Button>
        {send.isSuccess && (
          <Button
            onClick={() => {
              setCode('');
              verify.reset();
              send.mutate();
            }}
          >
            {t('person.code.again')}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {t('confirm.cancel')}
        </Button>
      </div>
    </form>
  );
}
