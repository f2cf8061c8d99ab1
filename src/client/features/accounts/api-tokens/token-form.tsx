/** What a token is called, what it may read, and for how long. */
import { Button } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { Checkbox } from '#client/forms/checkbox.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { Icon } from '#client/ui/icon.tsx';
import {
  type ApiTokenPermission,
  type ApiTokenView,
  apiTokenPermissions,
  type NewApiToken,
} from '#shared/accounts/api-tokens.ts';
import classes from './tokens-section.module.css';

type Entries = Omit<NewApiToken, 'expiresInDays'> & { expiresInDays?: number | null };

interface TokenFormProps {
  title: string;
  submit: string;
  /** The one that is edited. */
  token?: ApiTokenView;
  isPending: boolean;
  failure: Error | null;
  onSubmit: (entries: Entries) => void;
  onCancel: () => void;
}

const maxNameLength = 100;
const spans = [30, 90, 365] as const;

/** `keep` and `never` are words of the list; all else is a number of days. */
function daysOf(expiry: string): Pick<Entries, 'expiresInDays'> {
  if (expiry === 'keep') return {};
  return { expiresInDays: expiry === 'never' ? null : Number(expiry) };
}

export function TokenForm({ title, submit, token, isPending, failure, onSubmit, onCancel }: TokenFormProps) {
  const t = useTranslations('tokens');
  const permissionErrorId = useId();
  const [name, setName] = useState(token?.name ?? '');
  const [permissions, setPermissions] = useState<readonly ApiTokenPermission[]>(token?.permissions ?? []);
  const [expiry, setExpiry] = useState(token ? 'keep' : '90');
  const [submitted, setWasSent] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const choices = useRef<HTMLFieldSetElement>(null);
  const nameProblem =
    name.trim() === '' ? t('nameMissing') : name.trim().length > maxNameLength ? t('nameTooLong') : null;
  const lacksPermission = permissions.length === 0;
  return (
    <Form
      refused={failure}
      names={{ name: 'token-name' }}
      className="stack"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        setWasSent(true);
        if (nameProblem !== null) nameField.current?.focus();
        else if (lacksPermission) choices.current?.querySelector('input')?.focus();
        else onSubmit({ name, permissions: [...permissions], ...daysOf(expiry) });
      }}
    >
      {failure && <ActionFailure error={failure} />}
      <TextField
        autoFocus
        ref={nameField}
        label={t('name')}
        hint={t('nameHint')}
        name="token-name"
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={submitted ? nameProblem : null}
      />
      <fieldset
        ref={choices}
        className={classes.choices}
        aria-describedby={submitted && lacksPermission ? permissionErrorId : undefined}
      >
        <legend>{t('permissions')}</legend>
        {apiTokenPermissions.map((permission) => (
          <Checkbox
            key={permission}
            label={t(permission)}
            checked={permissions.includes(permission)}
            onChange={(event) =>
              setPermissions(
                event.currentTarget.checked
                  ? [...permissions, permission]
                  : permissions.filter((each) => each !== permission),
              )
            }
          />
        ))}
        {submitted && lacksPermission && (
          <p className={classes.error} id={permissionErrorId}>
            <Icon name="alert" size={16} />
            {t('permissionMissing')}
          </p>
        )}
      </fieldset>
      <SelectField
        label={t('expiry')}
        name="expiresInDays"
        value={expiry}
        onChange={(event) => setExpiry(event.currentTarget.value)}
        data={[
          ...(token ? [{ value: 'keep', label: t('keepExpiry') }] : []),
          ...spans.map((days) => ({
            value: String(days),
            label: days === 365 ? t('year') : t('days', { count: days }),
          })),
          { value: 'never', label: t('forEver') },
        ]}
      />
      <div className="row wrap">
        <Button type="submit" variant="ink" loading={isPending}>
          {submit}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </Form>
  );
}
