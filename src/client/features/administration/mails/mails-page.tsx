/** The e-mails of the portal: which were sent, which addresses refuse them, and what each of them looks like. */
import { useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { LinkButton } from '#client/ui/link-button.tsx';
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
      <nav className="row wrap" aria-label={t('parts')}>
        {parts.map((part) => (
          <LinkButton
            key={part.name}
            to={pages.mails}
            search={part.show ? { show: part.show } : {}}
            variant={part.show === show ? 'ink' : 'default'}
            activeProps={{}}
            aria-current={part.show === show ? 'page' : undefined}
          >
            {t(`part.${part.name}`)}
          </LinkButton>
        ))}
      </nav>
      {show === 'refusing' ? <RefusingList /> : show === 'previews' ? <MailPreviews /> : <MailList />}
    </div>
  );
}
