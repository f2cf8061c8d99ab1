/** The notices of a licence on its product's page. */
import { PlansButton } from '#client/app/pages/plans-button.tsx';
import { TwoPayments } from '#client/app/pages/two-payments.tsx';
import { NoticeAlert } from '#client/features/licences/notices/notice-alert.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';
import { wayBackButton } from './way-back-button.tsx';

interface ProductNoticesProps {
  licence: LicenceView;
  name: string;
  /** Whether the notices begin with the name, because it isn't clear which licence they are about. */
  isNamed: boolean;
}

export function ProductNotices({ licence, name, isNamed }: ProductNoticesProps) {
  return licence.notices.map((notice) =>
    notice.kind === 'two_payments' ? (
      <TwoPayments key={notice.kind} licence={licence} name={name} />
    ) : (
      <NoticeAlert
        key={notice.kind}
        licence={licence}
        notice={notice}
        name={isNamed ? name : null}
        whenEnding={wayBackButton(licence) ?? <PlansButton product={licence.product} />}
      />
    ),
  );
}
