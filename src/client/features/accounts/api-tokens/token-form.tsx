/** The form for creating or editing an API token: name, permissions and expiry. */
import { Button } from '@mantine/core';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { Checkbox } from '#client/forms/checkbox.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { SelectField } from '#client/forms/select-field.tsx';
import { useForm } from '#client/forms/use-form.ts';
import { Icon } from '#client/ui/icon.tsx';
import {
  type ApiTokenPermission,
  type ApiTokenView,
  apiTokenPermissions,
  NewApiToken,
} from '#shared/accounts/api-tokens.ts';
import classes from './tokens-section.module.css';

type TokenValues = Omit<NewApiToken, 'expiresInDays'> & { expiresInDays?: number | null };

interface TokenFormProps {
  title: string;
  submit: string;
  /** The token being edited; absent for a new one. */
  token?: ApiTokenView;
  isPending: boolean;
  failure: Error | null;
  onSubmit: (values: TokenValues) => void;
  onCancel: () => void;
}

const expiryDays = [30, 90, 365] as const;

/**
 * Converts the chosen option to a value for the request. The options are numbers of days, `never`, and `keep`, which
 * leaves the expiry unchanged.
 */
function expiresIn(expiry: string): Pick<TokenValues, 'expiresInDays'> {
  if (expiry === 'keep') return {};
  return { expiresInDays: expiry === 'never' ? null : Number(expiry) };
}

export function TokenForm({ title, submit, token, isPending, failure, onSubmit, onCancel }: TokenFormProps) {
  const t = useTranslations('tokens');
  const permissionErrorId = useId();
  const form = useForm({
    initialValues: {
      name: token?.name ?? '',
      permissions: token?.permissions ?? ([] as ApiTokenPermission[]),
      expiry: token ? 'keep' : '90',
    },
    schema: NewApiToken.pick({ name: true, permissions: true }),
    sentences: {
      name: (name) => t(name.trim() === '' ? 'nameMissing' : 'nameTooLong'),
      permissions: () => t('permissionMissing'),
    },
    onSubmit: ({ name, permissions, expiry }) => onSubmit({ name, permissions, ...expiresIn(expiry) }),
    error: failure,
    fieldOfPath: { expiresInDays: 'expiry' },
    inputNames: { name: 'token-name', expiry: 'expiresInDays' },
  });
  const { values, errors } = form;
  return (
    <Form className="stack" aria-label={title} {...form.props}>
      {form.formError && <ActionFailure error={form.formError} />}
      <TextField
        {...form.input('name')}
        autoFocus
        label={t('name')}
        hint={t('nameHint')}
        autoComplete="off"
      />
      <fieldset
        className={classes.choices}
        aria-describedby={errors.permissions ? permissionErrorId : undefined}
      >
        <legend>{t('permissions')}</legend>
        {apiTokenPermissions.map((permission) => (
          <Checkbox
            key={permission}
            name="permissions"
            label={t(permission)}
            checked={values.permissions.includes(permission)}
            onChange={(event) =>
              form.setValue(
                'permissions',
                event.currentTarget.checked
                  ? [...values.permissions, permission]
                  : values.permissions.filter((each) => each !== permission),
              )
            }
          />
        ))}
        {errors.permissions && (
          <p className={classes.error} id={permissionErrorId}>
            <Icon name="alert" size={16} />
            {errors.permissions}
          </p>
        )}
      </fieldset>
      <SelectField
        {...form.input('expiry')}
        label={t('expiry')}
        data={[
          ...(token ? [{ value: 'keep', label: t('keepExpiry') }] : []),
          ...expiryDays.map((days) => ({
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
