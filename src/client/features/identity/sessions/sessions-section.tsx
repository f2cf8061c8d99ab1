/** The settings section for sessions: lists them and ends the others. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Icon } from '#client/ui/icon.tsx';
import { ListRow, RowList } from '#client/ui/row-list.tsx';
import { deviceKind, deviceName } from '#shared/identity/device.ts';
import type { SessionView } from '#shared/identity/sessions.ts';
import classes from './sessions-section.module.css';

export function SessionsSection() {
  const t = useTranslations('sessions');
  const list = trpc.identity.sessions.list.useQuery();
  const sessions = list.data;
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
      <QueryBoundary query={list} section={t('title')} height="8rem">
        {(all) => (
          <RowList>
            {thisFirst(all).map((session) => (
              <Session
                key={session.id}
                session={session}
                isEnding={end.isPending && end.variables.id === session.id}
                onEnd={() => end.mutate({ id: session.id })}
              />
            ))}
          </RowList>
        )}
      </QueryBoundary>
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

/** Returns true if the session had already ended elsewhere, which counts as success. */
const isOver = (error: unknown): boolean => failureOf(error).code === 'not_found';

const thisFirst = (sessions: readonly SessionView[]): SessionView[] =>
  sessions.toSorted((one, other) => Number(other.isThis) - Number(one.isThis));

interface SessionProps {
  session: SessionView;
  isEnding: boolean;
  onEnd: () => void;
}

function Session({ session, isEnding, onEnd }: SessionProps) {
  const t = useTranslations('sessions');
  const { instant } = useFormats();
  const { userAgent, ipAddress, isThis } = session;
  const device = deviceName(userAgent) ?? t('unknown');
  const kind = deviceKind(userAgent);
  const created = instant(session.createdAt);
  const used = instant(session.lastUsedAt);
  return (
    <ListRow
      actions={
        !isThis && (
          <Button aria-label={t('endNamed', { device, used })} loading={isEnding} onClick={onEnd}>
            {t('end')}
          </Button>
        )
      }
    >
      <div className={classes.session}>
        {/* Without a text alternative, because the name beside it says the same. */}
        <span className={classes.device}>{kind && <Icon name={kind} size={24} />}</span>
        <div>
          <p className="m">{device}</p>
          <p className="sm q">
            {isThis && `${t('thisOne')}. `}
            {ipAddress && `${t('where', { address: ipAddress })}. `}
            {isThis ? t('sinceNow', { created }) : t('since', { created, used })}
          </p>
        </div>
      </div>
    </ListRow>
  );
}
