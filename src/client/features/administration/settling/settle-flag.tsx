/** Marks a flag as looked into. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import type { OpenFlag } from '#shared/administration/settling.ts';
import { FlagKind } from '#shared/billing/flags.ts';

interface SettleFlagProps {
  customerId: number;
  flag: OpenFlag;
  onClose: () => void;
}

export function SettleFlag({ customerId, flag: { reference, kind }, onClose }: SettleFlagProps) {
  const t = useTranslations('decisions');
  const { client } = trpc.useUtils();
  const known = knownWord(FlagKind.enum, kind);
  return (
    <ActDialog
      opened
      title={t('settleTitle', { kind: known === null ? kind : t(`kinds.${known}`) })}
      will={
        <>
          {known && <p>{t(`explained.${known}`)}</p>}
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
