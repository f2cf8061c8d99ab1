/** The button on a product's page with which a licence that ends goes on. */
import type { ReactNode } from 'react';
import { PlansButton } from '#client/app/pages/plans-button.tsx';
import { ChangeButton } from '#client/features/billing/changes/change-button.tsx';
import { wayBackOf } from '#client/features/licences/state/way-back.ts';
import type { LicenceView } from '#shared/licences/licences.ts';

/** Returns null if there is no way back. Not a component, so that a message without a button leaves no space for it. */
export function wayBackButton(licence: LicenceView): ReactNode {
  const way = wayBackOf(licence);
  if (way?.change === 'buy') return <PlansButton product={licence.product} />;
  return way && <ChangeButton change={way.change} licence={licence} />;
}
