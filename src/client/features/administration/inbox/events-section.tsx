/** The events of the log as a table with filters, of which some can be processed again. */
import { Button } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { DataTable } from '#client/features/administration/table/data-table.tsx';
import { ListPage } from '#client/features/administration/table/list-page.tsx';
import type { Column } from '#client/features/administration/table/plain-table.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { ListedEvent } from '#shared/administration/inbox/inbox.ts';
import { pages } from '#shared/pages.ts';
import { EventFilters, type EventsSelection } from './event-filters.tsx';
import { EventType } from './event-type.tsx';
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
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const replaying = useQuestion<readonly number[]>();
  const replayingAll = useQuestion<string>();
  return (
    <section className="stack g5" aria-label={t(view ?? 'alerts')}>
      {view === undefined && <EventFilters selection={selection} />}
      <QueryBoundary query={query} section={t(view ?? 'alerts')} height="28rem">
        {({ events, newer, older }) => (
          <ListPage
            to={pages.inbox}
            part={view && { view }}
            selection={{ ...selection, view: undefined }}
            isFirst={!place.after && !place.before}
            page={{ newer, older }}
            isEmpty={events.length === 0}
            words={
              view === 'findings'
                ? { empty: t('emptyFindings'), emptyText: t('emptyFindingsText') }
                : {
                    ...{ empty: t('empty'), emptyText: t('emptyText') },
                    ...{ emptyFilter: t('emptyFilter'), emptyFilterText: t('emptyFilterText') },
                  }
            }
          >
            <Events
              {...{ events, chosen }}
              type={selection.type}
              onChosen={setChosen}
              onReplay={replaying.ask}
              onReplayAll={replayingAll.ask}
            />
          </ListPage>
        )}
      </QueryBoundary>
      {/* Here, because they say what has happened after the events have left the list. */}
      {replaying.dialog((ids, { opened, onClose }) => (
        <ReplayDialog
          ids={ids}
          opened={opened}
          onClose={() => {
            onClose();
            setChosen(new Set());
          }}
        />
      ))}
      {replayingAll.dialog((type, shown) => (
        <ReplayAllDialog type={type} {...shown} />
      ))}
    </section>
  );
}

interface EventsProps {
  events: readonly ListedEvent[];
  chosen: ReadonlySet<number>;
  /** The kind by which the list is filtered. */
  type: string | undefined;
  onChosen: (chosen: ReadonlySet<number>) => void;
  onReplay: (ids: readonly number[]) => void;
  onReplayAll: (type: string) => void;
}

function Events({ events, chosen, type, onChosen, onReplay, onReplayAll }: EventsProps) {
  const t = useTranslations('inbox');
  const mayReplay = useMay()('inbox.replay');
  // Only what is seen is acted on.
  const ids = events.flatMap(({ id }) => (chosen.has(id) ? [id] : []));
  const choose = (id: number, isChosen: boolean) =>
    onChosen(new Set(isChosen ? [...chosen, id] : [...chosen].filter((each) => each !== id)));
  const columns = useColumns({ chosen, choose: mayReplay ? choose : null });
  return (
    <DataTable name="inbox" label={t('alerts')} columns={columns} rows={events} rowId={({ id }) => id}>
      {mayReplay && (
        <div className="row wrap">
          <Button disabled={ids.length === 0} onClick={() => onReplay(ids)}>
            {ids.length === 0 ? t('replay') : t('replayCount', { count: ids.length })}
          </Button>
          {type !== undefined && (
            <Button variant="plain" onClick={() => onReplayAll(type)}>
              {t('replayAll')}
            </Button>
          )}
        </div>
      )}
    </DataTable>
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
          <EventType type={type} />
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
