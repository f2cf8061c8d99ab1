/**
 * Says what is unusual about a working licence. Renders nothing if it simply renews, or if a notice says it already.
 */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { noteAnchor } from '#client/features/licences/state/state-anchors.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';

/** Returns a function that describes the state of a licence; null if the licence simply renews. */
export function useStateNote(): (licence: LicenceView) => string | null {
  const t = useTranslations('notice');
  const { day } = useFormats();
  return ({ product, status, worksThrough, validUntil, pausesOn }) => {
    const words = { product, through: day(worksThrough) };
    if (pausesOn !== null) return t('pausing', words);
    if (status === 'paused') return t('paused', words);
    if (status === 'refunded') return t('refunded', words);
    if (status === 'cancelled') return t('ending', words);
    if (status === 'trialing') return t('trial', { through: day(validUntil) });
    if (status === 'one_off') return t('oneOff', words);
    return null;
  };
}

/** The kinds of notice that describe the state of the licence. */
const describing: ReadonlySet<string> = new Set(['overdue', 'paused_unpaid', 'ending']);

interface StateNoteProps {
  licence: LicenceView;
  /** What the customer can do about the state, if there is anything. */
  action?: ReactNode;
}

export function StateNote({ licence, action }: StateNoteProps) {
  const note = useStateNote()(licence);
  if (note === null || licence.notices.some(({ kind }) => describing.has(kind))) return null;
  return (
    <Alert action={action} anchor={noteAnchor(licence)}>
      {note}
    </Alert>
  );
}
