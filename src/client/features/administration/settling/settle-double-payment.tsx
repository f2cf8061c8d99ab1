/** Decides about two payments for one product. Each decision says what it does before it is taken. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import classes from '#client/features/administration/administrators/roles.module.css';
import { newRequestId } from '#client/new-request-id.ts';
import type { OpenFlag } from '#shared/administration/settling.ts';

type Effect = OpenFlag['decisions'][number];

const titles = { keep_both: 'keepBoth', cancel_first: 'cancelFirst', cancel_second: 'cancelSecond' } as const;

interface SettleDoublePaymentProps {
  customerId: number;
  flag: OpenFlag;
  onClose: () => void;
}

export function SettleDoublePayment({ customerId, flag, onClose }: SettleDoublePaymentProps) {
  const t = useTranslations('decisions');
  const { client } = trpc.useUtils();
  const { reference, decisions } = flag;
  const [decision, setDecision] = useState<Effect['decision']>('keep_both');
  // The server recognizes a decision that is sent again by this ID.
  const [requestId] = useState(newRequestId);
  const effectOf = ({ decision: each, cancelsLicenceId, isPossible }: Effect): string => {
    if (each === 'keep_both') return t('keepBothText');
    return isPossible ? t('cancels', { id: String(cancelsLicenceId) }) : t('notPossible');
  };
  return (
    <ActDialog
      opened
      title={t('doubleTitle')}
      will={
        <>
          <p>{t('explained.second_licence')}</p>
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
      <fieldset className={classes.choices}>
        <legend>{t('choice')}</legend>
        {decisions.map((effect) => (
          <label key={effect.decision}>
            <input
              type="radio"
              name="decision"
              disabled={!effect.isPossible}
              checked={effect.decision === decision}
              onChange={() => setDecision(effect.decision)}
            />
            <span>
              <span className="m">{t(titles[effect.decision])}</span>
              <span className="sm q">{effectOf(effect)}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </ActDialog>
  );
}
