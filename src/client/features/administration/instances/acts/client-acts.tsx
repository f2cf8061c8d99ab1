/** What an administrator can do with a client. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { CommandLine, forgetToken } from '#client/features/administration/instances/command-line.tsx';
import type { ClientDetails } from '#shared/administration/instances.ts';
import { ProductChoice } from './product-choice.tsx';
import { RotateSecret } from './rotate-secret.tsx';
import { useMayChange } from './use-may-change.ts';

type Name = 'rotate' | 'bind' | 'revoke' | 'disable' | 'enable';

export function ClientActs({ client }: { client: ClientDetails }) {
  const t = useTranslations('clientActs');
  const { instances } = trpc.useUtils().client.administration;
  const mayChange = useMayChange();
  const [asked, setAsked] = useState<Name | null>(null);
  const [product, setProduct] = useState(client.product);
  const { id: clientId, name, disabledAt } = client;
  const shared = { invalidates: ['instances'] as const, onClose: () => setAsked(null) };
  if (!mayChange) return null;
  const open = (act: Name) => () => {
    setProduct(client.product);
    setAsked(act);
  };
  return (
    <div className="row wrap">
      {disabledAt === null && <Button onClick={open('rotate')}>{t('rotate.open')}</Button>}
      <Button onClick={open('bind')}>{t('bind.open')}</Button>
      <Button onClick={open('revoke')}>{t('revoke.open')}</Button>
      {disabledAt === null ? (
        <Button onClick={open('disable')}>{t('disable.open')}</Button>
      ) : (
        <Button onClick={open('enable')}>{t('enable.open')}</Button>
      )}
      {/* A dialog stays after its act has changed what is offered, because it says what has happened. */}
      <RotateSecret client={client} opened={asked === 'rotate'} onClose={shared.onClose} />
      <ActDialog
        {...shared}
        opened={asked === 'bind'}
        title={t('bind.title', { name })}
        will={t('bind.will')}
        submit={t('bind.submit')}
        send={(reason) => instances.bind.mutate({ clientId, product, reason })}
        result={() => t('bind.done')}
      >
        <ProductChoice value={product} onChange={setProduct} />
      </ActDialog>
      <ActDialog
        {...shared}
        opened={asked === 'revoke'}
        title={t('revoke.title', { name })}
        will={
          <>
            <p>{t('revoke.will')}</p>
            <CommandLine text={forgetToken} />
            <p>{t('revoke.secretsStay')}</p>
          </>
        }
        submit={t('revoke.submit')}
        send={(reason) => instances.revokeTokens.mutate({ clientId, reason })}
        result={({ revokedTokens }) => t('revoke.done', { count: revokedTokens })}
      />
      <ActDialog
        {...shared}
        opened={asked === 'disable'}
        title={t('disable.title', { name })}
        will={t('disable.will')}
        submit={t('disable.submit')}
        send={(reason) => instances.disable.mutate({ clientId, reason })}
        result={() => t('disable.done')}
      />
      <ActDialog
        {...shared}
        opened={asked === 'enable'}
        title={t('enable.title', { name })}
        will={t('enable.will')}
        submit={t('enable.submit')}
        send={(reason) => instances.enable.mutate({ clientId, reason })}
        result={() => t('enable.done')}
      />
    </div>
  );
}
