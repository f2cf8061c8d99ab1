/**
 * What a customer can do with the subscription of a licence. Until the possible changes are known, or if they can't be
 * loaded, Paddle's own pages are offered.
 */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { Icon, type IconName } from '#client/ui/icon.tsx';
import type { ChangeOptions, ChangeProgress } from '#shared/billing/changes.ts';
import { isCancelledTrial, isOpenAtPaddle, type LicenceView } from '#shared/licences/licences.ts';
import { productPath } from '#shared/pages.ts';
import { CardNote } from './card/card-note.tsx';
import { useChangeDialogs } from './change-dialogs.tsx';
import { Outcome } from './confirmation/outcome.tsx';
import { useProgress } from './confirmation/use-progress.ts';
import classes from './manage-subscription.module.css';

export function ManageSubscription({ licence }: { licence: LicenceView }) {
  const t = useTranslations();
  const { day } = useFormats();
  const frequencyName = useFrequencyName();
  const sentenceOf = useFailureSentence();
  // A refunded licence may still be charged: Paddle has then sent its pages for it.
  const isCharged = isOpenAtPaddle(licence) || licence.cardPage !== null || licence.cancelPage !== null;
  const options = trpc.billing.changes.options.useQuery({ licenceId: licence.id }, { enabled: isCharged });
  const { question, ask } = useChangeDialogs();
  const isOver = licence.status === 'cancelled';
  const isTrial = isCancelledTrial(licence);
  // What was known before the cancellation no longer matters: the licence can only be kept, or a plan be bought.
  const known = isOver ? undefined : options.data;
  return (
    <section className="card">
      <h2 className="sr">{t('manage.heading')}</h2>
      {question?.licence.id !== licence.id && options.data?.open && <OpenChange begun={options.data.open} />}
      <ul className={classes.menu}>
        {isTrial && (
          <li>
            <Link to={productPath[licence.product]} search={{ buy: 'another' }}>
              <Way icon="check" name={t('home.plans')} note={whyNot('keep_after_trial')} />
            </Link>
          </li>
        )}
        {isOver && !isTrial && (
          <Action
            icon="check"
            name={t('changes.keep')}
            note={t('changes.keepNote')}
            onClick={() => ask('keep', licence)}
          />
        )}
        {known?.isPerSeat && (
          <Action
            icon="person"
            name={t('changes.seats')}
            note={t('changes.seatsNote', { count: known.quantity })}
            whyNot={whyNot(known.forbids.seats)}
            onClick={() => ask('seats', licence)}
          />
        )}
        {known?.plans.some(({ forbids }) => forbids === null) && (
          <Action
            icon="receipt"
            name={t('changes.plan')}
            note={t('changes.planNote', { plan: frequencyName(known, 'within') })}
            whyNot={whyNot(known.forbids.plan)}
            onClick={() => ask('plan', licence)}
          />
        )}
        {licence.cardPage && (
          <li>
            <a href={licence.cardPage}>
              <Way
                icon="card"
                name={t('changes.card')}
                note={
                  isCharged ? (
                    <CardNote licenceId={licence.id} cardPage={licence.cardPage} />
                  ) : (
                    t('changes.cardAtPaddle')
                  )
                }
              />
            </a>
          </li>
        )}
        {known && (known.forbids.resume === null || known.pausesOn !== null) && (
          <Action
            icon="check"
            name={t(licence.pausesOn === null ? 'changes.resume' : 'changes.undoPause')}
            note={t(licence.pausesOn === null ? 'changes.resumeNote' : 'changes.undoPauseNote')}
            whyNot={whyNot(known.forbids.resume)}
            onClick={() => ask('resume', licence)}
          />
        )}
        {known?.canBePaused && known.forbids.resume !== null && known.pausesOn === null && (
          <Action
            icon="minus"
            name={t('changes.pause')}
            note={t('changes.pauseNote', { day: day(known.paidThrough) })}
            whyNot={whyNot(known.forbids.pause)}
            onClick={() => ask('pause', licence)}
          />
        )}
        {known?.forbids.cancel === null && (
          <Action
            icon="minusCircle"
            name={t('changes.cancel')}
            note={cancelNote()}
            onClick={() => ask('cancel', licence)}
          />
        )}
        {!known && !options.isLoading && licence.cancelPage && (
          <li>
            <a href={licence.cancelPage}>
              <Way icon="minusCircle" name={t('changes.cancel')} note={cancelNote()} />
            </a>
          </li>
        )}
      </ul>
    </section>
  );

  /** Says why a change is forbidden at the moment, or from when it is possible. */
  function whyNot(code: ChangeOptions['forbids']['seats']): string | null {
    if (code === null) return null;
    if (code === 'change_while_trialing' && licence.renewsOn !== null)
      return t('changeSteps.afterPayment', { day: day(licence.renewsOn) });
    return sentenceOf({ code, retryAfterSeconds: null });
  }
  function cancelNote(): string {
    return licence.standing === 'grace'
      ? t('changes.cardAtPaddle')
      : t('changes.cancelNote', { day: day(licence.validUntil) });
  }
}

/** Says that a change is in progress, also after the page was reloaded, and follows it. */
function OpenChange({ begun }: { begun: ChangeProgress }) {
  const { progress = begun, isUnwatched } = useProgress(begun.changeId, begun);
  return (
    <div className="sec">
      <Outcome progress={progress} isUnwatched={isUnwatched} />
    </div>
  );
}

interface ActionProps {
  icon: IconName;
  name: string;
  note: ReactNode;
  /** Why the action is forbidden at the moment; null or absent if it is allowed. */
  whyNot?: string | null;
  onClick: () => void;
}

function Action({ icon, name, note, whyNot = null, onClick }: ActionProps) {
  return (
    <li>
      {/* Not `disabled`: the reason can then be reached by keyboard, and the focus returns here from the dialog. */}
      <button
        type="button"
        aria-disabled={whyNot !== null}
        onClick={() => {
          if (whyNot === null) onClick();
        }}
      >
        <Way icon={icon} name={name} note={whyNot ?? note} />
      </button>
    </li>
  );
}

function Way({ icon, name, note }: { icon: IconName; name: string; note: ReactNode }) {
  return (
    <>
      <Icon name={icon} />
      <span className="m">{name}</span>
      <Icon name="chevronRight" size={16} />
      <span className={classes.note}>{note}</span>
    </>
  );
}
