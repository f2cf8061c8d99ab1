/** Who may use the administration, what the roles may do, and changes of roles. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { Facts } from '#client/features/administration/facts/facts.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { administratorRoles } from '#shared/administration/roles.ts';
import { AdministratorsTable } from './administrators-table.tsx';
import { MakeAdministratorDialog } from './make-administrator.tsx';
import { RoleDialogs, type RoleQuestion } from './role-dialogs.tsx';

export function AdministratorsPage() {
  const t = useTranslations('administrators');
  usePageTitle(t('title'));
  const { data: account } = trpc.accounts.me.useQuery();
  const query = trpc.administration.administrators.list.useQuery();
  const [isMaking, setMaking] = useState(false);
  const [question, setQuestion] = useState<RoleQuestion | null>(null);
  const mayChange = account?.administratorRole === 'administrator';
  return (
    <div className="stack g5">
      <div className="row between wrap">
        <div>
          <h1 tabIndex={-1}>{t('title')}</h1>
          <p className="q">{t('lead')}</p>
        </div>
        {mayChange && (
          <Button variant="ink" onClick={() => setMaking(true)}>
            {t('make')}
          </Button>
        )}
      </div>
      <QueryBoundary query={query} section={t('title')} height="16rem">
        {(list) => <AdministratorsTable administrators={list} onQuestion={mayChange ? setQuestion : null} />}
      </QueryBoundary>
      <Roles />
      {account && !mayChange && <p className="sm q">{t('onlyAdministrators')}</p>}
      <MakeAdministratorDialog opened={isMaking} onClose={() => setMaking(false)} />
      <RoleDialogs question={question} onClose={() => setQuestion(null)} />
    </div>
  );
}

function Roles() {
  const t = useTranslations();
  return (
    <section className="card sec stack g3">
      <h2>{t('administrators.rolesTitle')}</h2>
      <Facts
        layout="columns"
        of={administratorRoles.map((role) => [t(`roles.${role}`), t(`roles.may.${role}`)])}
      />
    </section>
  );
}
