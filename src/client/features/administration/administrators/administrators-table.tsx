/** Everyone with a role. Those who may change roles get the buttons for it. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { AdministratorView } from '#shared/administration/administrators.ts';
import { AdministratorRole } from '#shared/administration/roles.ts';
import type { RoleQuestion } from './role-dialogs.tsx';

interface AdministratorsTableProps {
  administrators: readonly AdministratorView[];
  /** Null if the administrator who looks may not change roles. */
  onQuestion: ((question: RoleQuestion) => void) | null;
}

export function AdministratorsTable({ administrators, onQuestion }: AdministratorsTableProps) {
  const t = useTranslations('administrators');
  const roles = useTranslations('roles');
  const columns: Column<AdministratorView>[] = [
    {
      id: 'name',
      label: t('name'),
      isFixed: true,
      cell: ({ name, isSelf }) => (
        <>
          <span className="m">{name}</span> {isSelf && <Badge tone="quiet">{t('you')}</Badge>}
        </>
      ),
    },
    { id: 'email', label: t('email'), cell: ({ email }) => email },
    {
      id: 'role',
      label: t('role'),
      isFixed: true,
      cell: ({ role }) => {
        const known = knownWord(AdministratorRole.enum, role);
        return known ? roles(known) : role;
      },
    },
    { id: 'state', label: t('state'), cell: (administrator) => <State administrator={administrator} /> },
    ...(onQuestion
      ? [
          {
            id: 'actions',
            label: t('actions'),
            isFixed: true,
            cell: (administrator: AdministratorView) =>
              administrator.isSelf ? null : <Actions administrator={administrator} onQuestion={onQuestion} />,
          },
        ]
      : []),
  ];
  return (
    <DataTable
      name="administrators"
      label={t('title')}
      columns={columns}
      rows={administrators}
      rowId={({ id }) => id}
    />
  );
}

function State({ administrator: { isBlocked, hasTwoStep } }: { administrator: AdministratorView }) {
  const t = useTranslations('administrators');
  if (isBlocked) return <Badge tone="danger">{t('blocked')}</Badge>;
  return hasTwoStep ? <span className="q">{t('ready')}</span> : <span>{t('noTwoStep')}</span>;
}

interface ActionsProps {
  administrator: AdministratorView;
  onQuestion: (question: RoleQuestion) => void;
}

function Actions({ administrator, onQuestion }: ActionsProps) {
  const t = useTranslations('administrators');
  const { name } = administrator;
  return (
    <div className="row wrap">
      <Button
        aria-label={t('changeOf', { name })}
        onClick={() => onQuestion({ kind: 'change', administrator })}
      >
        {t('change')}
      </Button>
      <Button
        aria-label={t('removeOf', { name })}
        onClick={() => onQuestion({ kind: 'remove', administrator })}
      >
        {t('remove')}
      </Button>
    </div>
  );
}
