/** The events of the log as a table with filters, of which some can be processed again. */
import { Button } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { type Column, DataTable } from '#client/features/administration/table/data-table.tsx';
import { EmptyList } from '#client/features/administration/table/empty-list.tsx';
import { PageLinks } from '#client/features/administration/table/page-links.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { ruleOf } from '#shared/administration/acts.ts';
import type { EventPage, ListedEvent } from '#shared/administration/inbox/inbox.ts';
import { includesRole } from '#shared/administration/roles.ts';
import { pages } from '#shared/pages.ts';
import { EventFilters, type EventsSelection } from './event-filters.tsx';
import { ReplayAllDialog, ReplayDialog } from './replay-dialogs.tsx';
import { useEventWords } from './use-event-words.ts';

interface Place {
  after: string | undefined;
  before: string | undefined;
}

interface EventsSectionProps {
  selection: EventsSelection;
  place: Place;
}

export function EventsSection({ selection, place }: EventsSectionProps) {
  const t = useTranslations('inbox');
  const { view, customer: customerId, subscription, ...exact } = selection;
  const query = trpc.administration.inbox.list.useQuery(
    view === 'findings'
      ? { findings: true, ...place }
      : { ...exact, ...place, customerId, subscription: subscription?.toString() },
    { placeholderData: keepPreviousData },
  );
  return (
    <section className="stack g5" aria-label={t(view ?? 'alerts')}>
      {view === undefined && <EventFilters selection={selection} />}
      <QueryBoundary query={query} section={t(view ?? 'alerts')} height="28rem">
        {(page) => <Events page={page} selection={selection} isFirst={!place.after && !place.before} />}
      </QueryBoundary>
    </section>
  );
}

interface EventsProps {
  page: EventPage;
  selection: EventsSelection;
  isFirst: boolean;
}

function Empty({ selection, isFirst }: Omit<EventsProps, 'page'>) {
  const t = useTranslations();
  if (!isFirst)
    return (
      <EmptyList
        title={t('table.emptyPage')}
        action={
          <LinkButton to={pages.inbox} search={selection}>
            {t('table.first')}
          </LinkButton>
        }
      />
    );
  if (selection.view)
    return <EmptyList title={t('inbox.emptyFindings')} text={t('inbox.emptyFindingsText')} />;
  return Object.values(selection).some((value) => value !== undefined) ? (
    <EmptyList
      title={t('inbox.emptyFilter')}
      text={t('inbox.emptyFilterText')}
      action={<LinkButton to={pages.inbox}>{t('table.clear')}</LinkButton>}
    />
  ) : (
    <EmptyList title={t('inbox.empty')} text={t('inbox.emptyText')} />
  );
}

function Events({ page: { events, newer, older }, selection, isFirst }: EventsProps) {
  const t = useTranslations('inbox');
  const { data: account } = trpc.accounts.me.useQuery();
  const mayReplay = includesRole(account?.administratorRole ?? null, ruleOf('inbox.replay').role);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [asked, setAsked] = useState<'chosen' | 'all' | null>(null);
  // Only what is seen is acted on.
  const ids = events.flatMap(({ id }) => (chosen.has(id) ? [id] : []));
  const choose = (id: number, isChosen: boolean) =>
    setChosen(new Set(isChosen ? [...chosen, id] : [...chosen].filter((each) => each !== id)));
  const columns = useColumns({ chosen, choose: mayReplay ? choose : null });
  const close = () => setAsked(null);
  if (events.length === 0) return <Empty selection={selection} isFirst={isFirst} />;
  return (
    <>
      <DataTable name="inbox" label={t('alerts')} columns={columns} rows={events} rowId={({ id }) => id}>
        {mayReplay && (
          <div className="row wrap">
            <Button disabled={ids.length === 0} onClick={() => setAsked('chosen')}>
              {ids.length === 0 ? t('replay') : t('replayCount', { count: ids.length })}
            </Button>
            {selection.type !== undefined && (
              <Button variant="plain" onClick={() => setAsked('all')}>
                {t('replayAll')}
              </Button>
            )}
          </div>
        )}
      </DataTable>
      <PageLinks to={pages.inbox} selection={{ ...selection }} newer={newer} older={older} />
      <ReplayDialog
        ids={ids}
        opened={asked === 'chosen'}
        onClose={() => {
          close();
          setChosen(new Set());
        }}
      />
      {selection.type !== undefined && (
        <ReplayAllDialog type={selection.type} opened={asked === 'all'} onClose={close} />
      )}
    </>
  );
}

interface Choosing {
  chosen: ReadonlySet<number>;
  /** Null for roles that may not act on events. */
  choose: ((id: number, isChosen: boolean) => void) | null;
}

function useColumns({ chosen, choose }: Choosing): Column<ListedEvent>[] {
  const t = useTranslations('inbox');
  const { instant } = useFormats();
  const words = useEventWords();
  const choice: Column<ListedEvent>[] = choose
    ? [
        {
          id: 'select',
          label: t('select'),
          isFixed: true,
          cell: ({ id }) => (
            <input
              type="checkbox"
              aria-label={t('selectEvent', { id: String(id) })}
              checked={chosen.has(id)}
              onChange={(event) => choose(id, event.currentTarget.checked)}
            />
          ),
        },
      ]
    : [];
  return [
    ...choice,
    {
      id: 'received',
      label: t('received'),
      isFixed: true,
      cell: ({ receivedAt }) => (
        <time className="nw" dateTime={receivedAt.toISOString()}>
          {instant(receivedAt)}
        </time>
      ),
    },
    {
      id: 'type',
      label: t('type'),
      isFixed: true,
      cell: ({ id, type }) => (
        <Link to={pages.inboxEvent} params={{ eventId: String(id) }} className="mono">
          {type}
        </Link>
      ),
    },
    {
      id: 'state',
      label: t('processing'),
      cell: (event) => <Badge tone={words.toneOf(event)}>{words.state(event)}</Badge>,
    },
    { id: 'why', label: t('why'), cell: words.problem },
    {
      id: 'customer',
      label: t('customer'),
      cell: ({ customer }) =>
        customer && (
          <Link to={pages.customer} params={{ customerId: String(customer.id) }}>
            {customer.name}
          </Link>
        ),
    },
    {
      id: 'subscription',
      label: t('subscription'),
      cell: ({ subscriptionId }) => subscriptionId && <span className="mono">{subscriptionId}</span>,
    },
    { id: 'source', label: t('source'), isExtra: true, cell: ({ source }) => t(`sources.${source}`) },
    {
      id: 'next',
      label: t('nextAttempt'),
      isExtra: true,
      cell: ({ nextAttemptAt }) => nextAttemptAt && <span className="nw">{instant(nextAttemptAt)}</span>,
    },
  ];
}
