/** Changes and removes the role of an administrator. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import type { AdministratorView } from '#shared/administration/administrators.ts';
import { type AdministratorRole, administratorRoles } from '#shared/administration/roles.ts';
import { RoleChoice } from './role-choice.tsx';

export interface RoleQuestion {
  kind: 'change' | 'remove';
  administrator: Pick<AdministratorView, 'id' | 'name' | 'role'>;
}

interface QuestionProps {
  administrator: RoleQuestion['administrator'];
  opened: boolean;
  onClose: () => void;
}

export function ChangeRole({ administrator: { id, name, role }, opened, onClose }: QuestionProps) {
  const t = useTranslations();
  const { client } = trpc.useUtils();
  const [chosen, setChosen] = useState<AdministratorRole>(
    () => administratorRoles.find((each) => each !== role) ?? 'viewer',
  );
  return (
    <ActDialog
      opened={opened}
      title={t('administrators.changeTitle', { name })}
      will={t('administrators.willChange', { name, role: t(`roles.${role}`) })}
      submit={t('administrators.change')}
      send={(reason) =>
        client.administration.administrators.changeRole.mutate({ customerId: id, role: chosen, reason })
      }
      result={() => t('administrators.changed', { name, role: t(`roles.${chosen}`) })}
      invalidates={['administrators', 'customers']}
      onClose={onClose}
    >
      <RoleChoice value={chosen} onChange={setChosen} except={role} />
    </ActDialog>
  );
}

export function RemoveRole({ administrator: { id, name }, opened, onClose }: QuestionProps) {
  const t = useTranslations('administrators');
  const { client } = trpc.useUtils();
  return (
    <ActDialog
      opened={opened}
      title={t('removeTitle', { name })}
      will={t('willRemove', { name })}
      submit={t('remove')}
      send={(reason) => client.administration.administrators.unmake.mutate({ customerId: id, reason })}
      result={() => t('removed', { name })}
      invalidates={['administrators', 'customers']}
      onClose={onClose}
    />
  );
}
