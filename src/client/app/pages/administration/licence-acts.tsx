/** What an administrator can do with one licence of a customer and with the subscription that pays for it. */
import { useTranslations } from 'use-intl';
import { ActMenu } from '#client/features/administration/acts/act-menu.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import {
  ExtendLicence,
  ReinstateLicence,
  RevokeLicence,
} from '#client/features/administration/licences/decide-licence.tsx';
import { wordsOf } from '#client/features/administration/licences/licence-in-question.ts';
import { ReissueKey } from '#client/features/administration/licences/reissue-key.tsx';
import { RevealKey } from '#client/features/administration/licences/reveal-key.tsx';
import type { Act } from '#shared/administration/acts.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import type {
  AdministratorsLicence,
  CustomerDetails,
  CustomerSubscription,
} from '#shared/customer-details.ts';
import { CancelSubscription, ChangePlan, ChangeSeats } from './subscription/change-subscription.tsx';

const dialogs = {
  extend: ExtendLicence,
  revoke: RevokeLicence,
  reinstate: ReinstateLicence,
  reissue: ReissueKey,
  reveal: RevealKey,
  seats: ChangeSeats,
  plan: ChangePlan,
  cancel: CancelSubscription,
};
type Asked = keyof typeof dialogs;

const acts = {
  extend: 'licence.extend',
  revoke: 'licence.revoke',
  reinstate: 'licence.reinstate',
  reissue: 'licence.reissue',
  reveal: 'licence.revealKey',
  seats: 'subscription.changeSeats',
  plan: 'subscription.changePlan',
  cancel: 'subscription.cancel',
} as const satisfies Record<Asked, Act>;

interface LicenceActsProps {
  account: CustomerDetails['account'];
  licence: AdministratorsLicence;
  /** What pays for the licence; null if nothing does. */
  subscription: CustomerSubscription | null;
}

export function LicenceActs({ account, licence, subscription }: LicenceActsProps) {
  const t = useTranslations();
  const may = useMay();
  const question = useQuestion<{ act: Asked; licence: AdministratorsLicence }>();
  const isRevoked = licence.status === 'revoked';
  const isCharged = subscription !== null && subscription.status !== 'deleted';
  const item = (act: Asked, label: string, isPossible = true) =>
    isPossible && may(acts[act], account) ? [{ label, onClick: () => question.ask({ act, licence }) }] : [];
  return (
    <>
      <ActMenu
        label={t('licenceActs.actionsFor', wordsOf(licence))}
        groups={[
          [
            ...item('extend', t('licenceActs.extend.submit'), !isRevoked),
            ...item('revoke', t('licenceActs.revoke.submit'), !isRevoked),
            ...item('reinstate', t('licenceActs.reinstate.submit'), isRevoked),
          ],
          [
            ...item('reissue', t('licenceActs.reissue.submit'), !isRevoked && licence.keyId !== null),
            ...item('reveal', t('licenceActs.reveal.submit'), licence.keyId !== null),
          ],
          [
            ...item('seats', t('subscriptionActs.seats'), isCharged && isSoldPerSeat(licence.product)),
            ...item('plan', t('subscriptionActs.plan'), isCharged),
            ...item('cancel', t('subscriptionActs.cancel'), isCharged),
          ],
        ]}
      />
      {question.dialog(({ act, licence: asked }, shown) => {
        const Dialog = dialogs[act];
        return <Dialog customerId={account.id} licence={asked} {...shown} />;
      })}
    </>
  );
}
