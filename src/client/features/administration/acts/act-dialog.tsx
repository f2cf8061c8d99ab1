/**
 * The dialog of every act of an administrator. It says what will happen, asks for the reason, and for a proof of
 * identity if the act takes one, and says what has happened.
 */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import type { AnswerName } from '#client/api/answers.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { Form } from '#client/forms/form.tsx';
import { TextAreaField } from '#client/forms/text-area-field.tsx';
import { useForm } from '#client/forms/use-form.ts';
import { Dialog, DialogActions, DialogTitle } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { ActReason, maxReasonLength } from '#shared/administration/acts.ts';

interface ActProps<Output> {
  /** What will happen. */
  will: ReactNode;
  /** The fields that the act needs besides the reason. */
  children?: ReactNode;
  /** Called before the act is sent. If it returns false, a field shows why, and nothing is sent. */
  check?: () => boolean;
  /** Label of the button that carries out the act: its verb. */
  submit: string;
  /** Whether the act can't be undone, so that its button warns. */
  isFinal?: boolean;
  send: (reason: string) => Promise<Output>;
  /** What has happened: a sentence, or content that has its own title and says itself how it went. */
  result: (output: Output) => ReactNode;
  /** What is shown below the result instead of the button that closes the dialog. */
  after?: (output: Output) => ReactNode;
  /** Cached data that the act changes, besides the audit log. */
  invalidates: readonly AnswerName[];
  /** Whether the answer is secret, so that nothing of it stays once the dialog is closed. */
  isSecret?: boolean;
  onClose: () => void;
}

interface ActDialogProps<Output> extends ActProps<Output> {
  opened: boolean;
  title: string;
}

export function ActDialog<Output>({ opened, title, ...act }: ActDialogProps<Output>) {
  return (
    <Dialog opened={opened} onClose={act.onClose} title={title}>
      {opened && <ActForm {...act} />}
    </Dialog>
  );
}

const Values = z.object({ reason: ActReason });

/** The form of an act, for a dialog that first has to find out what will happen. */
export function ActForm<Output>(props: ActProps<Output>) {
  const { will, children, check, submit, send, result, after, invalidates } = props;
  const { isFinal = false, isSecret = false, onClose } = props;
  const t = useTranslations();
  const act = useReauthenticatedMutation(send, {
    invalidates: [...invalidates, 'auditLog'],
    why: 'administration',
    isSecret,
  });
  const form = useForm({
    initialValues: { reason: '' },
    schema: Values,
    sentences: {
      reason: (reason) =>
        t(reason.trim().length > maxReasonLength ? 'act.reasonTooLong' : 'act.reasonMissing'),
    },
    onSubmit: ({ reason }) => {
      if (check?.() ?? true) act.mutate(reason.trim());
    },
    error: act.failure,
  });
  if (act.isSuccess) {
    const said = result(act.data);
    return (
      <div className="stack">
        {typeof said === 'string' ? (
          <>
            <DialogTitle title={t('act.done')} />
            <Alert tone="ok" role="status">
              {said}
            </Alert>
          </>
        ) : (
          said
        )}
        {after ? (
          after(act.data)
        ) : (
          <DialogActions>
            <Button variant="ink" data-autofocus onClick={onClose}>
              {t('app.close')}
            </Button>
          </DialogActions>
        )}
      </div>
    );
  }
  return (
    <Form className="stack" {...form.props}>
      <div className="stack g2">{typeof will === 'string' ? <p>{will}</p> : will}</div>
      {children}
      <TextAreaField
        {...form.input('reason')}
        label={t('act.reason')}
        hint={t('act.reasonHint')}
        rows={3}
        autoComplete="off"
      />
      {form.formError && <ActionFailure error={form.formError} />}
      <DialogActions>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('act.cancel')}
        </Button>
        <Button type="submit" variant={isFinal ? 'danger' : 'ink'} loading={act.isPending}>
          {submit}
        </Button>
      </DialogActions>
    </Form>
  );
}
