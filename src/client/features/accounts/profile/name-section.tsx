/** The settings section for the user's name. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { useChangeAccount } from '#client/api/use-change-account.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useEdits } from '#client/forms/use-edits.ts';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { NewName } from '#shared/accounts/accounts.ts';

export function NameSection() {
  const t = useTranslations('person.name');
  const { data: account } = trpc.accounts.me.useQuery();
  return (
    <section className="card sec stack">
      <h2>{t('title')}</h2>
      {account ? <NameForm name={account.name} /> : <Skeleton height="6rem" />}
    </section>
  );
}

function NameForm({ name: known }: { name: string }) {
  const t = useTranslations();
  const edits = useEdits(['name'], { name: known });
  const { name } = edits.values;
  const [submitted, setSubmitted] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const utils = trpc.useUtils();
  const changeAccount = useChangeAccount();
  const keep = trpc.accounts.rename.useMutation({
    onSuccess: (renamed) => changeAccount({ name: renamed.name }),
    onError: async (error) => {
      if (failureOf(error).code !== 'changed_meanwhile') return;
      const now = await utils.accounts.me.fetch(undefined, { staleTime: 0 });
      if (now) edits.warnOfConflicts({ name: now.name });
    },
    meta: { invalidates: [] },
  });
  const isRight = NewName.safeParse({ name }).success;
  const problem = name.trim() === '' ? t('fields.nameMissing') : t('fields.nameTooLong');
  const conflicting =
    edits.warned.name === undefined
      ? null
      : t('settings.conflicting', { now: edits.warned.name, isEmpty: 'no' });
  return (
    <Form
      refused={keep.error}
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setSubmitted(true);
        if (!isRight || edits.warnOfConflicts({ name: known }).length > 0) field.current?.focus();
        else
          keep.mutate(
            { name, expected: edits.bases.name ?? known },
            { onSuccess: () => edits.markSaved({ name }) },
          );
      }}
    >
      {keep.isError && <ActionFailure error={keep.error} />}
      <TextField
        label={t('person.name.label')}
        hint={t('person.name.hint')}
        ref={field}
        name="name"
        autoComplete="name"
        value={name}
        onChange={(event) => {
          edits.set('name', event.currentTarget.value);
          // Clears the result of the last save, which doesn't apply to the new input.
          keep.reset();
        }}
        error={submitted && !isRight ? problem : conflicting}
      />
      <div className="row">
        <Button type="submit" loading={keep.isPending}>
          {t('person.name.save')}
        </Button>
        <p className="sm q" role="status">
          {keep.isSuccess && t('settings.saved')}
        </p>
      </div>
    </Form>
  );
}
