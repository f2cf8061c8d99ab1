/** Processes events again: those that were chosen, or all failed ones of a kind. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Dialog, DialogTitle } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { Replayable, ReplayResult } from '#shared/administration/inbox/inbox.ts';
import { maxCounted } from '#shared/administration/overview.ts';

interface DialogProps {
  opened: boolean;
  onClose: () => void;
}

function useReplay() {
  const { client } = trpc.useUtils();
  return (ids: readonly number[]) => (reason: string) =>
    client.administration.inbox.replay.mutate({ ids: [...ids], reason });
}

function Result({ of }: { of: ReplayResult }) {
  const t = useTranslations('inbox.replayed');
  const tAct = useTranslations('act');
  const { applied, waiting, failed, malformed, ignored, unknown } = of;
  const lines = [
    t('applied', { count: applied }),
    waiting > 0 && t('waiting', { count: waiting }),
    failed + malformed > 0 && t('failed', { count: failed + malformed }),
    ignored > 0 && t('ignored', { count: ignored }),
    unknown > 0 && t('unknown', { count: unknown }),
  ];
  return (
    <>
      <DialogTitle title={tAct('done')} />
      <Alert tone={failed + malformed > 0 ? 'warn' : 'ok'} role="status">
        {lines
          .filter((line) => line !== false)
          .map((line) => (
            <p key={line}>{line}</p>
          ))}
      </Alert>
    </>
  );
}

const changed = ['inbox', 'flags', 'customers'] as const;

export function ReplayDialog({ ids, opened, onClose }: DialogProps & { ids: readonly number[] }) {
  const t = useTranslations('inbox');
  const send = useReplay()(ids);
  const count = ids.length;
  return (
    <ActDialog
      opened={opened}
      title={t('replayTitle', { count })}
      will={t('willReplay', { count })}
      submit={t('replay')}
      send={send}
      result={(result) => <Result of={result} />}
      invalidates={changed}
      onClose={onClose}
    />
  );
}

export function ReplayAllDialog({ type, opened, onClose }: DialogProps & { type: string }) {
  const t = useTranslations('inbox');
  const query = trpc.administration.inbox.replayable.useQuery(
    { type },
    // What is shown is what is promised, so nothing older is shown, and it doesn't change while it is being read.
    { enabled: opened, staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
  );
  if (query.data && query.data.ids.length > 0)
    return <ReplayAll type={type} of={query.data} opened={opened} onClose={onClose} />;
  return (
    <Dialog opened={opened} onClose={onClose} title={t('replayAllTitle', { type })}>
      <QueryBoundary query={query} section={t('replayAll')} height="6rem">
        {() => <p>{t('noneFailed')}</p>}
      </QueryBoundary>
    </Dialog>
  );
}

function ReplayAll({
  type,
  of: { ids, total },
  opened,
  onClose,
}: DialogProps & { type: string; of: Replayable }) {
  const t = useTranslations('inbox');
  const { number } = useFormats();
  const send = useReplay()(ids);
  return (
    <ActDialog
      opened={opened}
      title={t('replayAllTitle', { type })}
      will={
        <>
          <p>
            {total < maxCounted
              ? t('willReplayAll', { count: total, now: number(ids.length) })
              : `${t('atLeast', { count: number(total) })}. ${t('willReplayAll', { count: total, now: number(ids.length) })}`}
          </p>
          <p>{t('willReplay', { count: ids.length })}</p>
        </>
      }
      submit={t('replayCount', { count: ids.length })}
      send={send}
      result={(result) => <Result of={result} />}
      invalidates={changed}
      onClose={onClose}
    />
  );
}
