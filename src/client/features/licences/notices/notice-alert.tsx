/** Shows a notice: what is wrong with a licence, or about to be, and the one thing to do about it. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { keyAnchor } from '#client/features/licences/key/key-anchor.ts';
import { useOldKeys } from '#client/features/licences/key/use-old-keys.ts';
import { noteAnchor } from '#client/features/licences/state/state-anchors.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import { Alert, type AlertTone } from '#client/ui/feedback/alert.tsx';
import { AnchorButton, LinkButton } from '#client/ui/link-button.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';
import type { LicenceNotice } from '#shared/licences/notices.ts';
import { productPath } from '#shared/pages.ts';
import { useStateNote } from './state-note.tsx';

const tones = {
  lapsed: 'warn',
  overdue: 'warn',
  paused_unpaid: 'warn',
  still_charged: 'warn',
  key_replaced: 'warn',
  two_payments: 'warn',
  ending: 'info',
} as const satisfies Record<LicenceNotice['kind'], AlertTone>;

/** Returns false for a kind of notice that this page doesn't know. */
export const isKnownNotice = ({ kind }: LicenceNotice): boolean => knownWord(tones, kind) !== null;

interface NoticeAlertProps {
  licence: LicenceView;
  notice: LicenceNotice;
  /** Says which licence the notice is about, where that isn't clear; otherwise null. */
  name: string | null;
  /**
   * What the customer can do about a licence that ends. The page decides, because it knows what is beside the notice.
   */
  whenEnding?: ReactNode;
  /** Another answer, beside the one thing to do. */
  beside?: ReactNode;
}

/** Renders nothing for a kind of notice that this page doesn't know. */
export function NoticeAlert({ licence, notice, name, whenEnding, beside }: NoticeAlertProps) {
  const sentence = useNoticeSentence();
  if (!isKnownNotice(notice)) return null;
  // Not `alert`: the notice may be there when the page opens, and needn't interrupt.
  return (
    <Alert
      tone={tones[notice.kind]}
      role="status"
      action={actions()}
      anchor={notice.kind === 'ending' ? noteAnchor(licence) : undefined}
    >
      {name !== null && notice.kind !== 'two_payments' && <p className="m">{name}</p>}
      {sentence(licence, notice, name)}
    </Alert>
  );

  function actions(): ReactNode {
    if (!beside) return action();
    return (
      <div className="row wrap">
        {action()}
        {beside}
      </div>
    );
  }
  function action(): ReactNode {
    if (notice.kind === 'ending') return whenEnding;
    if (notice.kind === 'still_charged') return <CancelButton href={notice.cancelPage} />;
    if (notice.kind === 'key_replaced') return <KeyButton licence={licence} />;
    if (notice.kind === 'two_payments' || notice.cardPage === null) return <ContactButton />;
    return <CardButton href={notice.cardPage} />;
  }
}

function CardButton({ href }: { href: string }) {
  const t = useTranslations('notice');
  return <AnchorButton href={href}>{t('updateCard')}</AnchorButton>;
}

function CancelButton({ href }: { href: string | null }) {
  const t = useTranslations('notice');
  return href === null ? <ContactButton /> : <AnchorButton href={href}>{t('cancelAtPaddle')}</AnchorButton>;
}

function KeyButton({ licence }: { licence: LicenceView }) {
  const t = useTranslations('notice');
  return (
    <LinkButton to={productPath[licence.product]} hash={keyAnchor(licence)}>
      {t('showKey')}
    </LinkButton>
  );
}

function ContactButton() {
  const t = useTranslations('licence');
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  return (
    publicConfig && <AnchorButton href={`mailto:${publicConfig.supportEmail}`}>{t('write')}</AnchorButton>
  );
}

function useNoticeSentence(): (
  licence: LicenceView,
  notice: LicenceNotice,
  name: string | null,
) => string | null {
  const t = useTranslations('notice');
  const { day, money } = useFormats();
  const stateNote = useStateNote();
  const oldKeys = useOldKeys();
  return (licence, notice, name) => {
    const { product } = licence;
    switch (notice.kind) {
      case 'still_charged':
        return notice.chargedOn === null
          ? t('stillChargedSometime', { product, why: notice.why })
          : t('stillCharged', { product, why: notice.why, day: day(notice.chargedOn) });
      case 'key_replaced':
        return oldKeys(licence);
      case 'two_payments':
        return t('second', { product, name: name ?? '' });
      case 'ending':
        return stateNote(licence) ?? t('fixed', { product, through: day(notice.through) });
      case 'lapsed':
        return [
          t('lapsed', { product, ...unpaid(notice), day: day(notice.dueOn) }),
          notice.cardPage === null ? t('lapsedContact') : t('lapsedCard'),
          ...retry(product, notice),
        ].join(' ');
      case 'overdue':
        return [
          notice.dueOn === null
            ? t('failed', { product, ...unpaid(notice) })
            : t('due', { ...unpaid(notice), day: day(notice.dueOn) }),
          notice.cardPage === null ? t('worksContact', words()) : t('worksCard', words()),
          ...retry(product, notice),
        ].join(' ');
      case 'paused_unpaid':
        return [
          t('pausedUnpaid', unpaid(notice)),
          notice.hasEnded ? t('stopped', words()) : t('works', words()),
          notice.cardPage === null ? t('resumeContact') : t('resumeCard'),
        ].join(' ');
    }

    function words() {
      return { product, through: day(licence.worksThrough) };
    }
  };

  function unpaid({ amount, through }: Extract<LicenceNotice, { amount: unknown }>) {
    return {
      told: String(amount !== null),
      amount: amount === null ? '' : money(amount),
      through: day(through),
    };
  }

  /** Paddle's attempts don't follow the portal's grace period, so the next one may come after the last day. */
  function retry(
    product: string,
    { kind, retryOn, through }: Extract<LicenceNotice, { amount: unknown }>,
  ): string[] {
    if (retryOn === null) return [];
    const isLate = kind === 'overdue' && retryOn > through;
    return [isLate ? t('retryLate', { product, day: day(retryOn) }) : t('retry', { day: day(retryOn) })];
  }
}
