/** A token in the list: its permissions, when it was last used and when it expires. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import { ConfirmButton } from '#client/ui/dialogs/confirm-button.tsx';
import { focusOnMount } from '#client/ui/focus-on-mount.ts';
import { ListRow } from '#client/ui/row-list.tsx';
import { type ApiTokenEdit, ApiTokenPermission, type ApiTokenView } from '#shared/accounts/api-tokens.ts';
import { TokenForm } from './token-form.tsx';

interface TokenRowProps {
  token: ApiTokenView;
  /** Called with a message that says what changed. */
  onChanged: (said: string) => void;
}

export function TokenRow({ token, onChanged }: TokenRowProps) {
  const t = useTranslations('tokens');
  const [isEdited, setEdited] = useState(false);
  const [wasEdited, setWasEdited] = useState(false);
  /**
   * The token as it was when the form was opened or, if it has been changed elsewhere since, when the user was last
   * warned of that.
   */
  const [shown, setShown] = useState(token);
  const utils = trpc.useUtils();
  const edit = useReauthenticatedMutation(
    (input: ApiTokenEdit) => utils.client.accounts.tokens.edit.mutate(input),
    {
      invalidates: ['tokens', 'securityLog'],
      why: 'tokens',
      onSuccess: (edited) => {
        utils.accounts.tokens.list.setData(undefined, (known) =>
          known?.map((each) => (each.id === edited.id ? edited : each)),
        );
        setEdited(false);
        onChanged(t('saved'));
      },
      onError: async (error) => {
        if (failureOf(error).code !== 'changed_meanwhile') return;
        const tokens = await utils.accounts.tokens.list.fetch(undefined, { staleTime: 0 });
        setShown(tokens.find((each) => each.id === token.id) ?? token);
      },
    },
  );
  const remove = useReauthenticatedMutation(
    (id: number) => utils.client.accounts.tokens.delete.mutate({ id }),
    {
      invalidates: ['tokens', 'securityLog'],
      why: 'tokens',
      onSuccess: (_deleted, id) => {
        utils.accounts.tokens.list.setData(undefined, (known) => known?.filter((each) => each.id !== id));
        onChanged(t('deleted'));
      },
    },
  );
  /**
   * Names the permissions. Those that this version of the page doesn't know are left out, although they still grant
   * access.
   */
  const permissionNames = () =>
    token.permissions
      .flatMap((permission) => knownWord(ApiTokenPermission.enum, permission) ?? [])
      .map((permission) => t(permission))
      .join(' · ');
  if (isEdited) {
    return (
      <ListRow>
        {edit.failure && failureOf(edit.failure).code === 'changed_meanwhile' && (
          <>
            <p className="m">{token.name}</p>
            <p className="sm q">{permissionNames()}</p>
          </>
        )}
        <TokenForm
          title={t('editNamed', { name: token.name })}
          submit={t('save')}
          token={token}
          isPending={edit.isPending}
          failure={edit.failure}
          onCancel={() => {
            edit.reset();
            setEdited(false);
          }}
          onSubmit={(entries) => edit.mutate({ id: token.id, ...entries, expected: expectedOf(shown) })}
        />
      </ListRow>
    );
  }
  return (
    <ListRow
      actions={
        <div className="row g2">
          <Button
            aria-label={t('editNamed', { name: token.name })}
            ref={wasEdited ? focusOnMount : undefined}
            onClick={() => {
              setEdited(true);
              setShown(token);
              setWasEdited(true);
            }}
          >
            {t('edit')}
          </Button>
          <ConfirmButton
            label={t('delete')}
            named={t('deleteNamed', { name: token.name })}
            title={t('deleteTitle', { name: token.name })}
            why={t('deleteWhy')}
            submit={t('delete')}
            keep={t('keep')}
            isPending={remove.isPending}
            onSure={() => remove.mutate(token.id)}
          />
        </div>
      }
      below={remove.failure && <ActionFailure error={remove.failure} />}
    >
      <p className="m">{token.name}</p>
      <p className="sm q">{permissionNames()}</p>
      <p className="sm q">
        <Times token={token} />
      </p>
    </ListRow>
  );
}

/**
 * Copies `permissions`: if the same array appeared twice in the input, superjson would encode it as a reference, which
 * the server rejects.
 */
const expectedOf = ({ name, permissions, expiresAt }: ApiTokenView) => ({
  name,
  permissions: [...permissions],
  expiresAt: expiresAt?.toISOString() ?? null,
});

function Times({ token: { expiresAt, lastUsedAt } }: { token: ApiTokenView }) {
  const t = useTranslations('tokens');
  // Includes the time of day, because the same instant can fall on different dates in different time zones.
  const { deadline, instant } = useFormats();
  const used = lastUsedAt ? t('usedOn', { day: instant(lastUsedAt) }) : t('neverUsed');
  if (!expiresAt) return `${t('unlimited')} ${used}`;
  const expiry =
    expiresAt > new Date()
      ? t('until', { day: deadline(expiresAt) })
      : t('expired', { day: instant(expiresAt) });
  return `${expiry} ${used}`;
}
