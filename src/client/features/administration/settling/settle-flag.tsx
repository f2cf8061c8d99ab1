/** Marks a flag as looked into. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import type { FlagKind } from '#shared/billing/flags.ts';
import { useFlagWords } from './use-flag-words.ts';

interface SettleFlagProps {
  /** Null if nobody owns the purchase that the flag is about. */
  customerId: number | null;
  flag: { reference: string; kind: FlagKind };
  opened: boolean;
  onClose: () => void;
}

export function SettleFlag({ customerId, flag: { reference, kind }, opened, onClose }: SettleFlagProps) {
  const t = useTranslations('flags');
  const { name, why, effect } = useFlagWords()(kind);
  const { client } = trpc.useUtils();
  return (
    <ActDialog
      opened={opened}
      title={t('settleTitle', { kind: name })}
      will={
        <>
          {why && <p>{why}</p>}
          {effect && <p>{effect}</p>}
          <p>{t('willSettle')}</p>
        </>
      }
      submit={t('settle')}
      send={(reason) => client.administration.settling.settleFlag.mutate({ customerId, reference, reason })}
      result={() => t('settled')}
      invalidates={['customers', 'flags']}
      onClose={onClose}
    />
  );
}
