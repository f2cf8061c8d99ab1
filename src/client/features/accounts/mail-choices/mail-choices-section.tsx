/** The settings section in which customers choose their e-mails. Each choice is saved as soon as it is made. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { Checkbox } from '#client/forms/checkbox.tsx';
import { RefusedAddress } from './refused-address.tsx';

export function MailChoicesSection() {
  const t = useTranslations('mailChoices');
  const choices = trpc.accounts.mailChoices.list.useQuery();
  const { accounts } = trpc.useUtils();
  const change = trpc.accounts.mailChoices.set.useMutation({
    onSuccess: (stored) => accounts.mailChoices.list.setData(undefined, stored),
    meta: { invalidates: [] },
  });
  return (
    <section className="card sec stack">
      <div className="stack g2">
        <h2>{t('title')}</h2>
        <p className="q">{t('lead')}</p>
      </div>
      <RefusedAddress />
      <QueryBoundary query={choices} section={t('title')} height="9rem">
        {(list) => (
          <div>
            {list.map(({ kind, isOn }) => (
              <Checkbox
                key={kind}
                label={t(`kinds.${kind}`)}
                // Shows what the server has stored. While a change is being saved, it shows that change.
                checked={change.isPending && change.variables.kind === kind ? change.variables.isOn : isOn}
                onChange={(event) => change.mutate({ kind, isOn: event.currentTarget.checked })}
              />
            ))}
          </div>
        )}
      </QueryBoundary>
      <p className="sm q" role="status">
        {change.isSuccess && t('saved')}
      </p>
      {change.error !== null && <ActionFailure error={change.error} />}
    </section>
  );
}
