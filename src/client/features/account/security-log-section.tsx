/** What happened to the account: signing in, its failures, and every change of what signs in. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SecurityEventKind, SecurityEventView } from '#shared/account-security.ts';
import { deviceName } from '#shared/device.ts';
import { LoginProviderId, loginProviderNames } from '#shared/login-providers.ts';
import { useFormats } from '../../i18n/locale.tsx';
import { trpc } from '../../trpc.ts';
import { LoadFailure } from '../../ui/failure-notice.tsx';
import { Loading } from '../../ui/loading.tsx';
import classes from './sessions-section.module.css';

export function SecurityLogSection() {
  const t = useTranslations('person.log');
  const [before, setBefore] = useState<number | null>(null);
  const { data, error, refetch } = trpc.account.securityLog.useQuery(before === null ? {} : { before });
  return (
    <section className="card sec stack">
      <div className="stack g2">
        <h2>{t('title')}</h2>
        <p className="q">{t('lead')}</p>
      </div>
      {data ? (
        <Events events={data.events} />
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading height="12rem" />
      )}
      {data && (before !== null || data.next !== null) && (
        <div className="row">
          {before !== null && <Button onClick={() => setBefore(null)}>{t('newest')}</Button>}
          {data.next !== null && <Button onClick={() => setBefore(data.next)}>{t('older')}</Button>}
        </div>
      )}
    </section>
  );
}

/** Of these the detail is the name of something; of others it is a word of ours. */
const named: ReadonlySet<SecurityEventKind> = new Set([
  'passkey_added',
  'passkey_renamed',
  'passkey_removed',
  'provider_linked',
  'provider_unlinked',
  'token_created',
  'token_changed',
  'token_deleted',
]);

/** A provider by its own name. */
function nameOf(detail: string): string {
  const provider = LoginProviderId.safeParse(detail).data;
  return provider ? loginProviderNames[provider] : detail;
}

function Events({ events }: { events: readonly SecurityEventView[] }) {
  const t = useTranslations('person.log');
  if (events.length === 0) return <p className="q">{t('none')}</p>;
  return (
    <ul className={classes.list}>
      {events.map((event) => (
        <Event key={event.id} event={event} />
      ))}
    </ul>
  );
}

function Event({ event: { kind, detail, userAgent, ipAddress, occurredAt } }: { event: SecurityEventView }) {
  const t = useTranslations('person.log');
  const { instant } = useFormats();
  const place = [deviceName(userAgent), ipAddress].filter(Boolean).join(', ');
  return (
    <li>
      <div className={classes.what}>
        <p className="m">
          {named.has(kind) && detail ? t('about', { what: t(kind), name: nameOf(detail) }) : t(kind)}
        </p>
        {place && <p className="sm q">{place}</p>}
      </div>
      <time className="sm q" dateTime={occurredAt.toISOString()}>
        {instant(occurredAt)}
      </time>
    </li>
  );
}
