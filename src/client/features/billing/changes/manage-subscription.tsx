/**
 * What a customer can do with the subscription of a licence. Until the possible changes are known, or if they can't be
 * loaded, Paddle's own pages are offered.
 */
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { Icon, type IconName } from '#client/ui/icon.tsx';
import type { ChangeOptions } from '#shared/billing/changes.ts';
import { isOpenAtPaddle, type LicenceView } from '#shared/licences/licences.ts';
import { productPath } from '#shared/pages.ts';
import { CancelQuestion } from './cancel-dialog.tsx';
import { CardNote } from './card-note.tsx';
import { ConfirmChange } from './confirm-change.tsx';
import { KeepQuestion } from './keep-dialog.tsx';
import classes from './manage-subscription.module.css';
import { PlanQuestion } from './plan-dialog.tsx';
import { SeatsQuestion } from './seats-dialog.tsx';
import { useProgress } from './use-request.ts';

type Question = 'seats' | 'plan' | 'cancel' | 'pause' | 'resume' | 'keep';

export function ManageSubscription({ licence }: { licence: LicenceView }) {
  const t = useTranslations();
  const { day } = useFormats();
  const frequencyName = useFrequencyName();
  const isPaid = isOpenAtPaddle(licence);
  const options = trpc.billing.changes.options.useQuery({ licenceId: licence.id }, { enabled: isPaid });
  const [question, setQuestion] = useState<Question | null>(null);
  const isOver = licence.status === 'cancelled';
  const known = options.data;
  return (
    <section className="card">
      <h2 className="sr">{t('manage.heading')}</h2>
      {known?.open && <OpenChange options={known} />}
      <ul className={classes.menu}>
        {isOver && (
          <Action
            icon="check"
            name={t('changes.keep')}
            note={t('changes.keepNote')}
            onClick={() => setQuestion('keep')}
          />
        )}
        {known?.isPerSeat && (
          <Action
            icon="person"
            name={t('changes.seats')}
            note={t('changes.seatsNote', { count: known.quantity })}
            forbids={known.forbids.seats}
            onClick={() => setQuestion('seats')}
          />
        )}
        {known && known.plans.length > 0 && (
          <Action
            icon="receipt"
            name={t('changes.plan')}
            note={t('changes.planNote', { plan: frequencyName(known) })}
            forbids={known.forbids.plan}
            onClick={() => setQuestion('plan')}
          />
        )}
        {licence.cardPage && (
          <li>
            <a href={licence.cardPage}>
              <Way
                icon="card"
                name={t('changes.card')}
                note={isPaid ? <CardNote licenceId={licence.id} /> : t('changes.cardAtPaddle')}
              />
            </a>
          </li>
        )}
        {known && (known.forbids.resume === null || known.pausesOn !== null) && (
          <Action
            icon="check"
            name={t(licence.pausesOn === null ? 'changes.resume' : 'changes.undoPause')}
            note={t(licence.pausesOn === null ? 'changes.resumeNote' : 'changes.undoPauseNote')}
            forbids={known.forbids.resume}
            onClick={() => setQuestion('resume')}
          />
        )}
        {known?.canBePaused && known.forbids.resume !== null && known.pausesOn === null && (
          <Action
            icon="minus"
            name={t('changes.pause')}
            note={t('changes.pauseNote', { day: day(known.paidThrough) })}
            forbids={known.forbids.pause}
            onClick={() => setQuestion('pause')}
          />
        )}
        {known?.forbids.cancel === null && (
          <Action
            icon="minusCircle"
            name={t('changes.cancel')}
            note={cancelNote()}
            onClick={() => setQuestion('cancel')}
          />
        )}
        {!known && !options.isPending && licence.cancelPage && (
          <li>
            <a href={licence.cancelPage}>
              <Way icon="minusCircle" name={t('changes.cancel')} note={cancelNote()} />
            </a>
          </li>
        )}
        <li>
          <Link to={productPath[licence.product]} search={{ buy: 'another' }}>
            <Way icon="plus" name={t('licence.another')} note={t('licence.anotherSub')} />
          </Link>
        </li>
      </ul>
      <Dialog
        opened={question !== null}
        onClose={() => setQuestion(null)}
        title={question === null ? '' : titleOf(question)}
        product={licence.product}
      >
        {question !== null && (
          <Asked
            question={question}
            licenceId={licence.id}
            options={known}
            onClose={() => setQuestion(null)}
          />
        )}
      </Dialog>
    </section>
  );

  function cancelNote(): string {
    return licence.standing === 'grace'
      ? t('changes.cardAtPaddle')
      : t('changes.cancelNote', { day: day(licence.validUntil) });
  }
  function titleOf(asked: Question): string {
    const { product } = licence;
    switch (asked) {
      case 'seats':
        return t('changes.seatsTitle');
      case 'plan':
        return t('changes.planTitle');
      case 'cancel':
        return t('changes.cancelTitle', { product });
      case 'pause':
        return t('changes.pauseTitle', { product });
      case 'resume':
        return t(licence.pausesOn === null ? 'changes.resumeTitle' : 'changes.undoPauseTitle', { product });
      case 'keep':
        return t('changes.keepTitle', { product });
    }
  }
}

interface AskedProps {
  question: Question;
  licenceId: number;
  options: ChangeOptions | undefined;
  onClose: () => void;
}

function Asked({ question, licenceId, options, onClose }: AskedProps) {
  const t = useTranslations('changes');
  switch (question) {
    case 'seats':
      return options && <SeatsQuestion options={options} onClose={onClose} />;
    case 'plan':
      return options && <PlanQuestion options={options} onClose={onClose} />;
    case 'cancel':
      return <CancelQuestion licenceId={licenceId} onClose={onClose} />;
    case 'keep':
      return <KeepQuestion licenceId={licenceId} onClose={onClose} />;
    case 'pause':
      return (
        <ConfirmChange
          licenceId={licenceId}
          change={{ kind: 'pause' }}
          submit={t('pauseSubmit')}
          onClose={onClose}
        />
      );
    case 'resume':
      return <ConfirmChange licenceId={licenceId} change={{ kind: 'resume' }} onClose={onClose} />;
  }
}

/** Says that a change is in progress, also after the page was reloaded, and follows it. */
function OpenChange({ options }: { options: ChangeOptions }) {
  const t = useTranslations('changes');
  const progress = useProgress(options.open);
  if (progress === null) return null;
  return (
    <div className="sec">
      <Alert role="status">{t(progress.state === 'unknown' ? 'unknown' : 'open')}</Alert>
    </div>
  );
}

interface ActionProps {
  icon: IconName;
  name: string;
  note: ReactNode;
  /** Why the action is forbidden at the moment; null or absent if it is allowed. */
  forbids?: ChangeOptions['forbids']['seats'];
  onClick: () => void;
}

function Action({ icon, name, note, forbids = null, onClick }: ActionProps) {
  const sentenceOf = useFailureSentence();
  return (
    <li>
      <button type="button" disabled={forbids !== null} onClick={onClick}>
        <Way
          icon={icon}
          name={name}
          note={forbids === null ? note : sentenceOf({ code: forbids, retryAfterSeconds: null })}
        />
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
