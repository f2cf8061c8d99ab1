/** The valid secrets of a client: when they were created and when they end, never what they are. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { ClientDetails } from '#shared/administration/instances.ts';
import { EndSecret } from './acts/end-secret.tsx';
import classes from './instances.module.css';

export function SecretsSection({ client }: { client: ClientDetails }) {
  const t = useTranslations('instances');
  const { dayOfInstant, deadline } = useFormats();
  const mayChange = useMay()('client.endSecret');
  const ending = useQuestion<number>();
  const { secrets } = client;
  return (
    <section className="card sec stack g3">
      <div className="stack g2">
        <h2>{t('secrets')}</h2>
        <p className="sm q">{t('secretsLead')}</p>
      </div>
      <ul className="stack g3">
        {secrets.map(({ number, madeAt, endsAt }) => (
          <li key={number} className={classes.secret}>
            <div>
              <p className="m">
                {t('secret', { number: String(number) })}{' '}
                {endsAt === null && secrets.length > 1 && <Badge tone="quiet">{t('newest')}</Badge>}
              </p>
              <p className="sm q">
                {madeAt ? t('madeAt', { day: dayOfInstant(madeAt, 'shortYear') }) : t('madeAtUnknown')}
              </p>
              {endsAt && <p className="sm q">{t('endsAt', { at: deadline(endsAt) })}</p>}
            </div>
            {mayChange && secrets.length > 1 && (
              <Button
                aria-label={t('endSecretOf', { number: String(number) })}
                onClick={() => ending.ask(number)}
              >
                {t('endSecret')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {ending.dialog((number, shown) => (
        <EndSecret client={client} number={number} {...shown} />
      ))}
    </section>
  );
}
