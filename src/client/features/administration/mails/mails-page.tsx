/** The e-mails of the portal: which were sent, which addresses refuse them, and what each of them looks like. */
import { useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { PartLinks } from '#client/features/administration/page/part-links.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { pages } from '#shared/pages.ts';
import { MailList } from './mail-list.tsx';
import { MailPreviews } from './mail-previews.tsx';
import { RefusingList } from './refusing-list.tsx';

const parts = [
  { show: undefined, name: 'sent' },
  { show: 'refusing', name: 'refusing' },
  { show: 'previews', name: 'previews' },
] as const;

export function MailsPage() {
  const t = useTranslations('mails');
  usePageTitle(t('title'));
  const { show } = useSearch({ from: '/administration/mails' });
  return (
    <div className="stack g5">
      <h1 tabIndex={-1}>{t('title')}</h1>
      <PartLinks
        to={pages.mails}
        label={t('parts')}
        parts={parts.map((part) => ({
          label: t(`part.${part.name}`),
          search: part.show ? { show: part.show } : {},
          isShown: part.show === show,
        }))}
      />
      {show === 'refusing' ? <RefusingList /> : show === 'previews' ? <MailPreviews /> : <MailList />}
    </div>
  );
}
