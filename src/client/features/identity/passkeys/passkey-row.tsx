/** A passkey in the list: its name, when it was added, and buttons to rename and remove it. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAnswersOf } from '#client/api/answers.ts';
import { ReauthenticationCancelled, useReauthentication } from '#client/api/reauthentication.ts';
import { trpc } from '#client/api/trpc.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { ConfirmButton } from '#client/ui/dialogs/confirm-button.tsx';
import { ListRow } from '#client/ui/row-list.tsx';
import type { PasskeyRenaming, PasskeyView } from '#shared/identity/passkeys.ts';
import type { SignInMethods } from '#shared/identity/security-log.ts';
import { NamePasskey } from './name-passkey.tsx';

export function PasskeyRow({
  passkey: { id, name, isSynced, signsInAlone, addedAt, lastUsedAt },
  signInMethods,
}: {
  passkey: PasskeyView;
  signInMethods: SignInMethods | undefined;
}) {
  const t = useTranslations('passkeys');
  const { instant } = useFormats();
  const confirmed = useReauthentication();
  const answersOf = useAnswersOf();
  const [isNaming, setIsNaming] = useState(false);
  /** The name as it was when the form was opened. */
  const [seen, setSeen] = useState(name);
  const { client } = trpc.useUtils();
  const rename = useMutation({
    mutationFn: (input: PasskeyRenaming) => client.identity.renamePasskey.mutate(input),
    onSuccess: async () => {
      await answersOf('signInMethods');
      setIsNaming(false);
    },
    onError: async () => {
      // The passkey may have been renamed elsewhere. Shows the current name before the user tries again.
      await answersOf('signInMethods');
    },
    meta: { invalidates: ['signInMethods', 'securityLog'] },
  });
  /** True if this is the last second factor, so that removing it turns off two-step verification. */
  const turnsTwoStepOff =
    signInMethods?.hasTwoStep === true && !signInMethods.hasAuthenticator && signInMethods.passkeys === 1;
  const remove = useMutation({
    mutationFn: () => confirmed(() => client.identity.removePasskey.mutate({ id, turnsTwoStepOff })),
    onSuccess: () => answersOf('signInMethods'),
    meta: { invalidates: ['signInMethods', 'sessions', 'securityLog'] },
  });
  const whyRemove = () =>
    !turnsTwoStepOff ? 'removeWhy' : signInMethods.hasPassword ? 'removeWhyEndsPassword' : 'removeWhyEnds';
  const failure = rename.error ?? remove.error;
  if (isNaming) {
    return (
      <ListRow>
        {name !== seen && <p className="m">{name}</p>}
        <NamePasskey
          initial={name}
          submit={t('save')}
          isPending={rename.isPending}
          failure={rename.error}
          // After a failed attempt, the user has seen the current name and means to replace it.
          onNamed={(newName) => rename.mutate({ id, name: newName, expected: rename.isError ? name : seen })}
          onCancel={() => {
            rename.reset();
            setIsNaming(false);
          }}
        />
      </ListRow>
    );
  }
  return (
    <ListRow
      actions={
        <div className="row g2">
          <Button
            aria-label={t('renameNamed', { name })}
            onClick={() => {
              setSeen(name);
              setIsNaming(true);
            }}
          >
            {t('rename')}
          </Button>
          <ConfirmButton
            label={t('remove')}
            named={t('removeNamed', { name })}
            title={t('removeTitle', { name })}
            why={t(whyRemove())}
            submit={t('removeSubmit')}
            keep={t('keep')}
            isPending={remove.isPending}
            onSure={() => remove.mutate()}
          />
        </div>
      }
    >
      <p className="m">{name}</p>
      <p className="sm q">
        {addedAt && `${t(isSynced ? 'synced' : 'added', { day: instant(addedAt) })}. `}
        {lastUsedAt && t('used', { day: instant(lastUsedAt) })}
      </p>
      {!signsInAlone && (
        <p className="sm q">{t(signInMethods?.hasTwoStep ? 'secondOnlyAsked' : 'secondOnly')}</p>
      )}
      {failure && !(failure instanceof ReauthenticationCancelled) && <AuthAlert error={failure} />}
    </ListRow>
  );
}
