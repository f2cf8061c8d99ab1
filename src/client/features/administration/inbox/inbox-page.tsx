/** The inbox: whether everything is in order, the events of the log, and what has to be decided. */
import { useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { PartLinks } from '#client/features/administration/page/part-links.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import { AlertState } from '#shared/administration/overview.ts';
import { FlagKind } from '#shared/billing/flags.ts';
import { pages } from '#shared/pages.ts';
import { EventsSection } from './events-section.tsx';
import { FlagsSection } from './flags-section.tsx';
import { Summary } from './summary.tsx';

const views = [
  { view: undefined, name: 'alerts' },
  { view: 'findings', name: 'findings' },
  { view: 'flags', name: 'flags' },
] as const;

export function InboxPage() {
  const t = useTranslations('inbox');
  usePageTitle(t('title'));
  const { view, state, kind, after, before, ...others } = useSearch({ from: '/administration/inbox' });
  const place = { after, before };
  return (
    <div className="stack g5">
      <div>
        <h1 tabIndex={-1}>{t('title')}</h1>
        <p className="q">{t('lead')}</p>
      </div>
      <Summary />
      <PartLinks
        to={pages.inbox}
        label={t('views')}
        parts={views.map(({ view: each, name }) => ({
          label: t(name),
          search: each ? { view: each } : {},
          isShown: each === view,
        }))}
      />
      {view === 'flags' ? (
        <FlagsSection kind={FlagKind.optional().catch(undefined).parse(kind)} place={place} />
      ) : (
        <EventsSection
          // A choice made among the rows of one list must not be kept for the rows of another.
          key={JSON.stringify([view, state, others, place])}
          selection={
            view === 'findings'
              ? { view }
              : { ...others, state: AlertState.optional().catch(undefined).parse(state) }
          }
          place={place}
        />
      )}
    </div>
  );
}
