/** The browsers that are signed in, and signing them out. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure, LoadFailure } from '#client/failures/failure-alert.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import classes from '#client/ui/list-row.module.css';
import { Skeleton } from '#client/ui/skeleton.tsx';
import { deviceName } from '#shared/identity/device.ts';
import type { SessionView } from '#shared/identity/sessions.ts';

export function SessionsSection() {
  const t = useTranslations('person.sessions');
  const { data: sessions, error, refetch } = trpc.identity.sessions.list.useQuery();
  const utils = trpc.useUtils();
  const end = trpc.identity.sessions.end.useMutation({
    onSuccess: (_ended, { id }) =>
      utils.identity.sessions.list.setData(undefined, (known) => known?.filter((each) => each.id !== id)),
    onError: (failure) => {
      if (isOver(failure)) void utils.identity.sessions.list.invalidate();
    },
    meta: { invalidates: ['sessions', 'securityLog'] },
  });
  const isEnded = end.isSuccess || (end.error !== null && isOver(end.error));
  const endOthers = trpc.identity.sessions.endOthers.useMutation({
    onSuccess: () =>
      utils.identity.sessions.list.setData(undefined, (known) => known?.filter(({ isThis }) => isThis)),
    meta: { invalidates: ['sessions', 'securityLog'] },
  });
  const failure = isEnded ? endOthers.error : (end.error ?? endOthers.error);
  const isAlone = sessions?.every(({ isThis }) => isThis) ?? false;
  return (
    <section className="card sec stack">
      <h2>{t('title')}</h2>
      {sessions ? (
        <ul className={classes.list}>
          {thisFirst(sessions).map((session) => (
            <Session
              key={session.id}
              session={session}
              isEnding={end.isPending && end.variables.id === session.id}
              onEnd={() => end.mutate({ id: session.id })}
            />
          ))}
        </ul>
      ) : error ? (
        <LoadFailure section={t('title')} error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height="8rem" />
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
        {endOthers.isSuccess ? t('othersEnded') : isEnded ? t('ended') : isAlone && t('alone')}
      </p>
    </section>
  );
}

/** It was ended elsewhere meanwhile: what was wanted is so. */
const isOver = (error: unknown): boolean => failureOf(error).code === 'not_found';

const thisFirst = (sessions: readonly SessionView[]): SessionView[] =>
  sessions.toSorted((one, other) => Number(other.isThis) - Number(one.isThis));

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
