/** Extends, revokes and reinstates a licence. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useToday } from '#client/api/use-today.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { dayIn } from '#client/features/administration/search/typed-values.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { addMonths, latestDay } from '#shared/dates.ts';
import { LastDay } from './last-day.tsx';
import { type LicenceQuestionProps, wordsOf } from './licence-in-question.ts';

export function ExtendLicence({ customerId, licence, opened, onClose }: LicenceQuestionProps) {
  const t = useTranslations('licenceActs');
  const { day } = useFormats();
  const { client } = trpc.useUtils();
  const today = useToday();
  const { id: licenceId, validUntil, worksThrough, standing } = licence;
  const from = latestDay(validUntil, today) ?? today;
  const [typed, setTyped] = useState<string>(() => addMonths(from, 1));
  const [wasTried, setTried] = useState(false);
  const until = dayIn(typed);
  const isOk = until !== null && until > validUntil && until >= today;
  return (
    <ActDialog
      opened={opened}
      title={t('extend.title', wordsOf(licence))}
      will={
        <>
          {standing !== 'ended' && <p>{t('extend.now', { day: day(worksThrough) })}</p>}
          <p>{isOk ? t('extend.will', { day: day(until) }) : t('extend.willLater')}</p>
        </>
      }
      check={() => {
        setTried(true);
        return isOk;
      }}
      submit={t('extend.submit')}
      send={(reason) => {
        if (until === null) throw new Error('no day was chosen');
        return client.administration.licences.extend.mutate({ customerId, licenceId, until, reason });
      }}
      result={() => t('extend.done', { day: until === null ? typed : day(until) })}
      invalidates={['customers']}
      onClose={onClose}
    >
      <LastDay
        label={t('grant.until')}
        typed={typed}
        onChange={setTyped}
        from={from}
        min={from}
        error={wasTried && !isOk ? t('extend.notLater', { day: day(from) }) : null}
      />
    </ActDialog>
  );
}

export function RevokeLicence({ customerId, licence, opened, onClose }: LicenceQuestionProps) {
  const t = useTranslations('licenceActs');
  const { client } = trpc.useUtils();
  return (
    <ActDialog
      opened={opened}
      title={t('revoke.title', wordsOf(licence))}
      will={
        <>
          <p>{t('revoke.will')}</p>
          {licence.renewsOn !== null && <p>{t('revoke.goesOn')}</p>}
        </>
      }
      submit={t('revoke.submit')}
      send={(reason) =>
        client.administration.licences.revoke.mutate({ customerId, licenceId: licence.id, reason })
      }
      result={() => t('revoke.done')}
      invalidates={['customers']}
      onClose={onClose}
    />
  );
}

export function ReinstateLicence({ customerId, licence, opened, onClose }: LicenceQuestionProps) {
  const t = useTranslations('licenceActs');
  const { day } = useFormats();
  const { client } = trpc.useUtils();
  const today = useToday();
  const { validUntil } = licence;
  return (
    <ActDialog
      opened={opened}
      title={t('reinstate.title', wordsOf(licence))}
      will={t(validUntil >= today ? 'reinstate.will' : 'reinstate.willNot', { day: day(validUntil) })}
      submit={t('reinstate.submit')}
      send={(reason) =>
        client.administration.licences.reinstate.mutate({ customerId, licenceId: licence.id, reason })
      }
      result={() => t('reinstate.done')}
      invalidates={['customers']}
      onClose={onClose}
    />
  );
}
