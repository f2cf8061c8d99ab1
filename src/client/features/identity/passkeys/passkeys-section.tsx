/** The settings section for passkeys and security keys: adds, renames and removes them. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAnswersOf } from '#client/api/answers.ts';
import { useReauthentication } from '#client/api/reauthentication.ts';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { RowList } from '#client/ui/row-list.tsx';
import { addPasskey, knowsPasskeys } from '#client/webauthn/passkeys.ts';
import { NamePasskey } from './name-passkey.tsx';
import { PasskeyRow } from './passkey-row.tsx';

export function PasskeysSection() {
  const t = useTranslations('passkeys');
  const passkeys = trpc.identity.passkeys.useQuery();
  const { data: signInMethods } = trpc.identity.signInMethods.useQuery();
  return (
    <section className="card sec stack">
      <div className="stack g2">
        <h2>{t('title')}</h2>
        <p className="q">{t('lead')}</p>
      </div>
      <QueryBoundary query={passkeys} section={t('title')} height="4rem">
        {(list) =>
          list.length === 0 ? (
            <p className="q">{t('none')}</p>
          ) : (
            <RowList>
              {list.map((passkey) => (
                <PasskeyRow key={passkey.id} passkey={passkey} signInMethods={signInMethods} />
              ))}
            </RowList>
          )
        }
      </QueryBoundary>
      {knowsPasskeys() ? <AddPasskey /> : <p className="sm q">{t('unknown')}</p>}
    </section>
  );
}

function AddPasskey() {
  const t = useTranslations('passkeys');
  const confirmed = useReauthentication();
  const answersOf = useAnswersOf();
  const [isNaming, setIsNaming] = useState(false);
  const add = useMutation({
    mutationFn: (name: string) => confirmed(() => addPasskey(name)),
    onSuccess: async () => {
      await answersOf('signInMethods');
      setIsNaming(false);
    },
    meta: { invalidates: ['signInMethods', 'securityLog'] },
  });
  if (!isNaming) {
    return (
      <div>
        <Button
          variant="ink"
          onClick={() => {
            add.reset();
            setIsNaming(true);
          }}
        >
          {t('add')}
        </Button>
      </div>
    );
  }
  return (
    <NamePasskey
      initial=""
      submit={t('add')}
      isPending={add.isPending}
      failure={add.error}
      onNamed={(name) => add.mutate(name)}
      onCancel={() => setIsNaming(false)}
    />
  );
}
