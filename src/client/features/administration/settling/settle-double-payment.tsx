/** Decides about two payments for one product. Each decision says what it does before it is taken. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { Choices } from '#client/features/administration/acts/choices.tsx';
import { newRequestId } from '#client/new-request-id.ts';
import type { OpenFlag } from '#shared/administration/settling.ts';
import { useFlagWords } from './use-flag-words.ts';

type Effect = OpenFlag['decisions'][number];

const titles = { keep_both: 'keepBoth', cancel_first: 'cancelFirst', cancel_second: 'cancelSecond' } as const;

interface SettleDoublePaymentProps {
  customerId: number;
  flag: OpenFlag;
  opened: boolean;
  onClose: () => void;
}

export function SettleDoublePayment({ customerId, flag, opened, onClose }: SettleDoublePaymentProps) {
  const t = useTranslations('decisions');
  const { client } = trpc.useUtils();
  const { reference, kind, decisions } = flag;
  const { why } = useFlagWords()(kind);
  const [decision, setDecision] = useState<Effect['decision']>('keep_both');
  // The server recognizes a decision that is sent again by this ID.
  const [requestId] = useState(newRequestId);
  const effectOf = ({ decision: each, cancelsLicenceId, isPossible }: Effect): string => {
    if (each === 'keep_both') return t('keepBothText');
    return isPossible ? t('cancels', { id: String(cancelsLicenceId) }) : t('notPossible');
  };
  return (
    <ActDialog
      opened={opened}
      title={t('doubleTitle')}
      will={
        <>
          <p>{why}</p>
          <p>{t('willDecide')}</p>
        </>
      }
      submit={t('decide')}
      send={(reason) =>
        client.administration.settling.settleDoublePayment.mutate({
          ...{ customerId, reference, requestId, decision, reason },
        })
      }
      result={({ isSettled }) => t(isSettled ? 'done' : 'pending')}
      invalidates={['customers', 'flags']}
      onClose={onClose}
    >
      <Choices
        legend={t('choice')}
        name="decision"
        choices={decisions.map((effect) => ({
          value: effect.decision,
          label: t(titles[effect.decision]),
          text: effectOf(effect),
          isPossible: effect.isPossible,
        }))}
        value={decision}
        onChange={setDecision}
      />
    </ActDialog>
  );
}
