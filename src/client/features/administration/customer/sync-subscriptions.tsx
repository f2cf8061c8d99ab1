/** Compares a customer's subscriptions with Paddle, and says what differed. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import { DialogTitle } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { SyncOutcome } from '#shared/administration/subscriptions.ts';
import type { CustomerSubscription } from '#shared/customer-details.ts';

interface SyncSubscriptionsProps {
  customer: { id: number; name: string };
  subscriptions: readonly CustomerSubscription[];
  opened: boolean;
  onClose: () => void;
}

export function SyncSubscriptions({ customer, subscriptions, opened, onClose }: SyncSubscriptionsProps) {
  const t = useTranslations('subscriptionActs');
  const { client } = trpc.useUtils();
  return (
    <ActDialog
      opened={opened}
      title={t('syncTitle', { name: customer.name })}
      will={t('willSync', { count: subscriptions.length })}
      submit={t('sync')}
      send={(reason) => client.administration.subscriptions.sync.mutate({ customerId: customer.id, reason })}
      result={(outcome) => <Outcome outcome={outcome} subscriptions={subscriptions} />}
      invalidates={['customers']}
      onClose={onClose}
    />
  );
}

const kinds = SyncOutcome.shape.findings.element.shape.kind.enum;

interface OutcomeProps {
  outcome: SyncOutcome;
  subscriptions: readonly CustomerSubscription[];
}

function Outcome({ outcome: { subscriptions: count, findings, unanswered }, subscriptions }: OutcomeProps) {
  const t = useTranslations();
  const sentences = findings.flatMap(({ kind, stream }) => {
    const known = knownWord(kinds, kind);
    if (known === null) return [];
    const what = t(`subscriptionActs.finding.${known}`);
    const subscription = subscriptions.find((each) => each.stream === stream)?.subscriptionId;
    return subscription === undefined ? what : t('subscriptionActs.ofSubscription', { what, subscription });
  });
  return (
    <>
      <DialogTitle title={t('act.done')} />
      {findings.length > 0 && (
        <Alert tone="ok" role="status">
          <p>{t('subscriptionActs.found', { count, findings: findings.length })}</p>
          <ul>
            {[...new Set(sentences)].map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Alert>
      )}
      {findings.length === 0 && count > unanswered && (
        <Alert tone="ok" role="status">
          {t('subscriptionActs.nothingFound', { count: count - unanswered })}
        </Alert>
      )}
      {count === 0 && <Alert role="status">{t('subscriptionActs.nothingFound', { count })}</Alert>}
      {unanswered > 0 && (
        <Alert tone="warn" role="status">
          {t('subscriptionActs.unanswered', { count: unanswered })}
        </Alert>
      )}
    </>
  );
}
