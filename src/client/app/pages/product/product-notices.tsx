/** The notices of a licence on its product's page. */
import type { ReactNode } from 'react';
import { PlansButton } from '#client/app/pages/plans-button.tsx';
import { TwoPayments } from '#client/app/pages/two-payments.tsx';
import { ChangeButton } from '#client/features/billing/changes/change-button.tsx';
import { NoticeAlert } from '#client/features/licences/notices/notice-alert.tsx';
import { isCancelledTrial, type LicenceView } from '#shared/licences/licences.ts';
import type { LicenceNotice } from '#shared/licences/notices.ts';

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
        whenEnding={notice.kind === 'ending' && <WhenEnding licence={licence} cause={notice.cause} />}
      />
    ),
  );
}

interface WhenEndingProps {
  licence: LicenceView;
  cause: Extract<LicenceNotice, { kind: 'ending' }>['cause'];
}

function WhenEnding({ licence, cause }: WhenEndingProps): ReactNode {
  if (cause === 'cancelled' && !isCancelledTrial(licence))
    return <ChangeButton change="keep" licence={licence} />;
  if (cause === 'paused') return <ChangeButton change="resume" licence={licence} />;
  return <PlansButton product={licence.product} />;
}
