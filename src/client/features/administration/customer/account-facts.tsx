/** The account of a customer: who it is, how they sign in, and where they are signed in. */
import { useTranslations } from 'use-intl';
import { Facts } from '#client/features/administration/facts/facts.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import type { CustomerDetails } from '#shared/customer-details.ts';
import { deviceName } from '#shared/identity/device.ts';
import { languages } from '#shared/languages/languages.ts';

export function AccountFacts({ customer }: { customer: CustomerDetails }) {
  const t = useTranslations('customer');
  const { country, dayOfInstant, instant, money, number } = useFormats();
  const { account, profile, signInMethods, sessions, totals } = customer;
  const ways = [
    signInMethods.hasPassword && t('password'),
    signInMethods.passkeys > 0 && t('passkeys', { count: signInMethods.passkeys }),
    ...signInMethods.providers,
  ].filter((way) => way !== false);
  return (
    <section className="card" aria-label={t('account')}>
      <div className="sec stack g3">
        <h2>{t('account')}</h2>
        <Facts
          of={[
            [t('number'), String(account.id)],
            [t('since'), dayOfInstant(account.since, 'shortYear')],
            [t('email'), account.isEmailVerified ? t('confirmed') : t('notConfirmed')],
            [t('held'), account.emailHeldUntil && t('heldUntil', { at: instant(account.emailHeldUntil) })],
            [
              t('refused'),
              account.emailRefusedSince &&
                t('refusedSince', { day: dayOfInstant(account.emailRefusedSince) }),
            ],
            [t('blocked'), account.blockedAt && instant(account.blockedAt)],
            [t('language'), languages[account.locale].ownName],
            [t('company'), profile.companyName],
            [t('country'), profile.country && country(profile.country)],
          ]}
        />
      </div>
      <div className="sec stack g3">
        <h2>{t('signIn')}</h2>
        <Facts
          of={[
            [t('ways'), ways.join(', ')],
            [t('twoStep'), t(signInMethods.hasTwoStep ? 'on' : 'off')],
            [t('sessions'), number(sessions.length)],
          ]}
        />
        {sessions.length > 0 && (
          <ul className="stack g2 sm">
            {sessions.map(({ id, userAgent, ipAddress, lastUsedAt }) => (
              <li key={id}>
                <p>{[deviceName(userAgent), ipAddress].filter(Boolean).join(', ')}</p>
                <p className="q">{instant(lastUsedAt)}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
      {totals.length > 0 && (
        <div className="sec stack g3">
          <h2>{t('paid')}</h2>
          <Facts
            of={[...new Set(totals.map(({ year }) => year))].map((year) => [
              String(year),
              totals
                .filter((total) => total.year === year)
                .map(({ amount, refunded }) => (
                  <p key={amount.currency}>
                    {refunded.minor === 0
                      ? money(amount)
                      : t('paidAndRefunded', { amount: money(amount), refunded: money(refunded) })}
                  </p>
                )),
            ])}
          />
        </div>
      )}
    </section>
  );
}
