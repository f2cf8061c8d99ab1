/** Who may use the administration, what the roles may do, and changes of roles. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { Facts } from '#client/features/administration/facts/facts.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { administratorRoles } from '#shared/administration/roles.ts';
import { AdministratorsTable } from './administrators-table.tsx';
import { MakeAdministratorDialog } from './make-administrator.tsx';
import { ChangeRole, RemoveRole, type RoleQuestion } from './role-dialogs.tsx';

export function AdministratorsPage() {
  const t = useTranslations('administrators');
  usePageTitle(t('title'));
  const query = trpc.administration.administrators.list.useQuery();
  const making = useQuestion<true>();
  const question = useQuestion<RoleQuestion>();
  const mayChange = useMay()('administrators.make');
  return (
    <div className="stack g5">
      <div className="row between wrap">
        <div>
          <h1 tabIndex={-1}>{t('title')}</h1>
          <p className="q">{t('lead')}</p>
        </div>
        {mayChange && (
          <Button variant="ink" onClick={() => making.ask(true)}>
            {t('make')}
          </Button>
        )}
      </div>
      <QueryBoundary query={query} section={t('title')} height="16rem">
        {(list) => <AdministratorsTable administrators={list} onQuestion={mayChange ? question.ask : null} />}
      </QueryBoundary>
      <Roles />
      {!mayChange && <p className="sm q">{t('onlyAdministrators')}</p>}
      {making.dialog((_, shown) => (
        <MakeAdministratorDialog {...shown} />
      ))}
      {question.dialog(({ kind, administrator }, shown) => {
        const Dialog = kind === 'change' ? ChangeRole : RemoveRole;
        return <Dialog administrator={administrator} {...shown} />;
      })}
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
