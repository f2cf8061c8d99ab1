/** The browsers that are signed in, and signing them out. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { deviceName } from '#shared/device.ts';
import type { SessionView } from '#shared/sessions.ts';
import { useFormats } from '../../i18n/locale.tsx';
import { trpc } from '../../trpc.ts';
import { ActionFailure, LoadFailure } from '../../ui/failure-notice.tsx';
import { Loading } from '../../ui/loading.tsx';
import classes from './sessions-section.module.css';

export function SessionsSection() {
  const t = useTranslations('person.sessions');
  const { data: sessions, error, refetch } = trpc.account.sessions.list.useQuery();
  const end = trpc.account.sessions.end.useMutation();
  const endOthers = trpc.account.sessions.endOthers.useMutation();
  const failure = end.error ?? endOthers.error;
  const isAlone = sessions?.every(({ isThis }) => isThis) ?? false;
  return (
    <section className="card sec stack">
      <h2>{t('title')}</h2>
      {sessions ? (
        <ul className={classes.list}>
          {sessions.map((session) => (
            <Session
              key={session.id}
              session={session}
              isEnding={end.isPending && end.variables.id === session.id}
              onEnd={() => end.mutate({ id: session.id })}
            />
          ))}
        </ul>
      ) : error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading height="8rem" />
      )}
      {failure && <ActionFailure error={failure} />}
      {sessions && !isAlone && (
        <div className="row">
          <Button loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t('endOthers')}
          </Button>
        </div>
      )}
      <p className="sm q" role="status">
        {endOthers.isSuccess ? t('othersEnded') : end.isSuccess ? t('ended') : isAlone && t('alone')}
      </p>
    </section>
  );
}

interface SessionProps {
  session: SessionView;
  isEnding: boolean;
  onEnd: () => void;
}

function Session({ session, isEnding, onEnd }: SessionProps) {
  const t = useTranslations('person.sessions');
  const { instant } = useFormats();
  const { userAgent, ipAddress, isThis } = session;
  const device = deviceName(userAgent) ?? t('unknown');
  const created = instant(session.createdAt);
  const used = instant(session.lastUsedAt);
  return (
    <li>
      <div className={classes.what}>
        <p className="m">{device}</p>
        <p className="sm q">
          {isThis && `${t('thisOne')}. `}
          {ipAddress && `${t('where', { address: ipAddress })}. `}
          {isThis ? t('sinceNow', { created }) : t('since', { created, used })}
        </p>
      </div>
      {!isThis && (
        <Button aria-label={t('endNamed', { device, used })} loading={isEnding} onClick={onEnd}>
          {t('end')}
        </Button>
      )}
    </li>
  );
}
