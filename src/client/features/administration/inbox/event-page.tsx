/** One event of the log: what became of it, its contents without personal data, and what it changed. */
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { Facts } from '#client/features/administration/facts/facts.tsx';
import { GonePage } from '#client/features/administration/page/gone-page.tsx';
import { Path } from '#client/features/administration/page/path.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import { usePageTitle } from '#client/ui/page/page-title.ts';
import type { EventChange, EventDetails, UnfoldedPayload } from '#shared/administration/inbox/inbox.ts';
import { pages } from '#shared/pages.ts';
import { EventType } from './event-type.tsx';
import classes from './inbox.module.css';
import { ReplayDialog } from './replay-dialogs.tsx';
import { useEventWords } from './use-event-words.ts';

export function EventPage() {
  const t = useTranslations('inbox');
  const { eventId } = useParams({ from: '/administration/inbox/$eventId' });
  const query = trpc.administration.inbox.find.useQuery({ id: Number(eventId) });
  const title = t('event', { id: eventId });
  usePageTitle(title);
  if (query.error && failureOf(query.error).code === 'not_found') {
    return (
      <GonePage heading={title} title={t('gone')} text={t('goneText')} to={pages.inbox} list={t('title')} />
    );
  }
  return (
    <QueryBoundary query={query} height="40rem">
      {/* Another event starts folded. */}
      {(event) => <Ready key={event.id} event={event} />}
    </QueryBoundary>
  );
}

function Ready({ event }: { event: EventDetails }) {
  const t = useTranslations('inbox');
  const may = useMay();
  const words = useEventWords();
  const replaying = useQuestion<true>();
  const unfolding = useQuestion<true>();
  // Kept in memory only, so that it is gone with the page.
  const [unfolded, setUnfolded] = useState<UnfoldedPayload | null>(null);
  const advice = words.advice(event);
  const hasFolded = event.fields.some(({ isPersonal }) => isPersonal) || event.problem?.kind === 'other';
  return (
    <div className="stack g5">
      <Path to={pages.inbox}>{t('title')}</Path>
      <div className="row between wrap">
        <div>
          <h1 tabIndex={-1}>{t('event', { id: String(event.id) })}</h1>
          <p className="q">
            <span className="mono">
              <EventType type={event.type} />
            </span>{' '}
            <Badge tone={words.toneOf(event)}>{words.state(event)}</Badge>
          </p>
        </div>
        <div className="row wrap">
          {may('inbox.unfoldPayload') && hasFolded && !unfolded && (
            <Button onClick={() => unfolding.ask(true)}>{t('unfold')}</Button>
          )}
          {may('inbox.replay') && <Button onClick={() => replaying.ask(true)}>{t('replay')}</Button>}
        </div>
      </div>
      {advice && <Alert tone="warn">{advice}</Alert>}
      <div className="cols">
        <div className="stack g5">
          <Payload fields={(unfolded ?? event).fields} error={unfolded?.error ?? null} />
          <Changes event={event} />
        </div>
        <Known event={event} />
      </div>
      {replaying.dialog((_, shown) => (
        <ReplayDialog ids={[event.id]} {...shown} />
      ))}
      {unfolding.dialog((_, shown) => (
        <Unfold id={event.id} onUnfold={setUnfolded} {...shown} />
      ))}
    </div>
  );
}

function Known({ event }: { event: EventDetails }) {
  const t = useTranslations('inbox');
  const { instant, number } = useFormats();
  const { customer, subscriptionId } = event;
  const licenceName = event.licenceId !== null && t('licenceNumber', { id: String(event.licenceId) });
  const licence =
    customer && licenceName ? (
      <Link to={pages.customer} params={{ customerId: String(customer.id) }}>
        {licenceName}
      </Link>
    ) : (
      licenceName
    );
  return (
    <section className="card sec stack g3" aria-label={t('facts')}>
      <h2>{t('facts')}</h2>
      <Facts
        of={[
          [t('source'), t(`sources.${event.source}`)],
          [t('happened'), instant(event.occurredAt)],
          [t('received'), instant(event.receivedAt)],
          [t('attempts'), event.attempts > 0 && number(event.attempts)],
          [t('nextAttempt'), event.nextAttemptAt && instant(event.nextAttemptAt)],
          [t('alertId'), event.alertId && <span className="mono">{event.alertId}</span>],
          [
            t('customer'),
            customer && (
              <Link to={pages.customer} params={{ customerId: String(customer.id) }}>
                {customer.name}
              </Link>
            ),
          ],
          [t('licence'), licence],
          [t('subscription'), subscriptionId && <span className="mono">{subscriptionId}</span>],
        ]}
      />
      {subscriptionId !== null && /^\d{1,15}$/.test(subscriptionId) && (
        <Link to={pages.inbox} search={{ subscription: Number(subscriptionId) }} className="sm">
          {t('ofPurchase')}
        </Link>
      )}
    </section>
  );
}

function Payload({ fields, error }: UnfoldedPayload) {
  const t = useTranslations('inbox');
  const isFolded = fields.some(({ value }) => value === null);
  return (
    <section className="card sec stack g3" aria-label={t('payload')}>
      <h2>{t('payload')}</h2>
      {isFolded && <p className="sm q">{t('foldedText')}</p>}
      {error !== null && (
        <p className="sm">
          {t('error')}: <span className="mono">{error}</span>
        </p>
      )}
      {fields.length === 0 && <p>{t('noPayload')}</p>}
      <dl className={classes.payload}>
        {fields.map(({ name, value }) => (
          <div key={name}>
            <dt className="mono">{name}</dt>
            <dd>
              {value === null ? (
                <span className="q">{t('folded')}</span>
              ) : (
                <span className="mono">{value}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const fieldNames = [
  ...(['paddlePlanId', 'status', 'quantity', 'validUntil', 'pausedFrom', 'endsOn', 'trialEndsOn'] as const),
  ...(['nextBillOn', 'nextCharge', 'failedAttempts', 'nextRetryOn'] as const),
];

function Changes({ event: { state, changes } }: { event: EventDetails }) {
  const t = useTranslations('inbox');
  const nameOf = ({ part, name }: EventChange) => {
    const known = fieldNames.find((each) => each === name);
    return t(`parts.${part}`, { name: known ? t(`fieldNames.${known}`) : name });
  };
  return (
    <section className="card sec stack g3" aria-label={t('changed')}>
      <h2>{t('changed')}</h2>
      {changes.length === 0 && (
        <p className="q">
          {t(
            state === 'failed' || state === 'waiting' || state === 'pending'
              ? 'notProcessed'
              : 'changedNothing',
          )}
        </p>
      )}
      <Facts of={changes.map((change) => [nameOf(change), change.value || '–'])} />
    </section>
  );
}

interface UnfoldProps {
  id: number;
  opened: boolean;
  onUnfold: (payload: UnfoldedPayload) => void;
  onClose: () => void;
}

function Unfold({ id, opened, onUnfold, onClose }: UnfoldProps) {
  const t = useTranslations('inbox');
  const { client } = trpc.useUtils();
  return (
    <ActDialog
      opened={opened}
      title={t('unfoldTitle', { id: String(id) })}
      will={t('willUnfold')}
      submit={t('unfold')}
      send={async (reason) => {
        onUnfold(await client.administration.inbox.unfold.mutate({ id, reason }));
      }}
      result={() => t('unfolded')}
      invalidates={[]}
      onClose={onClose}
    />
  );
}
