/** What an administrator can do with a client. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { CopyableCode } from '#client/features/administration/facts/copyable-code.tsx';
import { forgetToken } from '#client/features/administration/instances/forget-token.ts';
import type { Act } from '#shared/administration/acts.ts';
import type { ClientDetails } from '#shared/administration/instances.ts';

import { ProductChoice } from './product-choice.tsx';
import { RotateSecret } from './rotate-secret.tsx';

interface ClientActProps {
  client: ClientDetails;
  opened: boolean;
  onClose: () => void;
}

const acts = {
  rotate: 'client.rotateSecret',
  bind: 'client.bind',
  revoke: 'client.revokeTokens',
  disable: 'client.disable',
  enable: 'client.enable',
} as const satisfies Record<string, Act>;
type Name = keyof typeof acts;

const dialogs = { rotate: RotateSecret, bind: Bind, revoke: Revoke, disable: Disable, enable: Enable };

export function ClientActs({ client }: { client: ClientDetails }) {
  const t = useTranslations('clientActs');
  const may = useMay();
  const question = useQuestion<Name>();
  const names: readonly Name[] =
    client.disabledAt === null ? ['rotate', 'bind', 'revoke', 'disable'] : ['bind', 'revoke', 'enable'];
  const offered = names.filter((each) => may(acts[each]));
  if (offered.length === 0) return null;
  return (
    <div className="row wrap">
      {offered.map((each) => (
        // The button of disabling becomes that of enabling, so that the focus can return to it.
        <Button key={each === 'enable' ? 'disable' : each} onClick={() => question.ask(each)}>
          {t(`${each}.open`)}
        </Button>
      ))}
      {question.dialog((name, shown) => {
        const Dialog = dialogs[name];
        return <Dialog client={client} {...shown} />;
      })}
    </div>
  );
}

function useClientActs() {
  return trpc.useUtils().client.administration.instances;
}

function Bind({ client: { id: clientId, name, product: present }, ...shown }: ClientActProps) {
  const t = useTranslations('clientActs.bind');
  const instances = useClientActs();
  const [product, setProduct] = useState(present);
  return (
    <ActDialog
      {...shown}
      title={t('title', { name })}
      will={t('will')}
      submit={t('submit')}
      send={(reason) => instances.bind.mutate({ clientId, product, reason })}
      result={() => t('done')}
      invalidates={['instances']}
    >
      <ProductChoice value={product} onChange={setProduct} />
    </ActDialog>
  );
}

function Revoke({ client: { id: clientId, name }, ...shown }: ClientActProps) {
  const t = useTranslations('clientActs');
  const instances = useClientActs();
  return (
    <ActDialog
      {...shown}
      title={t('revoke.title', { name })}
      will={
        <>
          <p>{t('revoke.will')}</p>
          <CopyableCode text={forgetToken} label={t('copyCommand')} />
          <p>{t('revoke.secretsStay')}</p>
        </>
      }
      submit={t('revoke.submit')}
      send={(reason) => instances.revokeTokens.mutate({ clientId, reason })}
      result={({ revokedTokens }) => t('revoke.done', { count: revokedTokens })}
      invalidates={['instances']}
    />
  );
}

function Disable({ client: { id: clientId, name }, ...shown }: ClientActProps) {
  const t = useTranslations('clientActs.disable');
  const instances = useClientActs();
  return (
    <ActDialog
      {...shown}
      title={t('title', { name })}
      will={t('will')}
      submit={t('submit')}
      send={(reason) => instances.disable.mutate({ clientId, reason })}
      result={() => t('done')}
      invalidates={['instances']}
    />
  );
}

function Enable({ client: { id: clientId, name }, ...shown }: ClientActProps) {
  const t = useTranslations('clientActs.enable');
  const instances = useClientActs();
  return (
    <ActDialog
      {...shown}
      title={t('title', { name })}
      will={t('will')}
      submit={t('submit')}
      send={(reason) => instances.enable.mutate({ clientId, reason })}
      result={() => t('done')}
      invalidates={['instances']}
    />
  );
}
