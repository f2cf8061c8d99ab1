/**
 * The profile form. Sends only the fields that the user has changed, and warns if one of them was changed elsewhere at
 * the same time.
 */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { CountryField } from '#client/forms/country/country-field.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useEdits } from '#client/forms/use-edits.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { maxEmployees, NewProfile, type Profile, type ProfileFields } from '#shared/accounts/profile.ts';
import classes from './profile-form.module.css';

/** Values as typed. Numbers remain text until they are sent. */
type FieldValues = Record<keyof Profile, string>;

const names = [
  'companyName',
  'numberOfEmployees',
  'addressLine1',
  'addressLine2',
  'postalCode',
  'city',
  'state',
  'country',
] as const satisfies readonly (keyof Profile)[];

const fieldValuesOf = (profile: Profile): FieldValues =>
  Object.fromEntries(names.map((name) => [name, String(profile[name] ?? '')])) as FieldValues;

const read = (values: FieldValues) =>
  NewProfile.safeParse({
    ...values,
    numberOfEmployees: values.numberOfEmployees.trim() === '' ? null : Number(values.numberOfEmployees),
    country: values.country || null,
  });

const pick = (profile: Profile, wanted: readonly (keyof Profile)[]): ProfileFields =>
  Object.fromEntries(wanted.map((name) => [name, profile[name]]));

interface ProfileFormProps {
  profile: Profile;
  /** Fetches the current profile. Resolves with the last known one if that fails. */
  refetch: () => Promise<Profile>;
}

export function ProfileForm({ profile, refetch }: ProfileFormProps) {
  const t = useTranslations();
  const { number, country } = useFormats();
  const utils = trpc.useUtils();
  const edits = useEdits(names, fieldValuesOf(profile));
  const values = edits.values;
  const [submitted, setSubmitted] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const keep = trpc.accounts.profile.save.useMutation({
    onSuccess: (saved) => utils.accounts.profile.find.setData(undefined, saved),
    onError: async (error) => {
      if (failureOf(error).code === 'changed_meanwhile') tell(await refetch());
    },
    meta: { invalidates: ['profile', 'account', 'offers'] },
  });
  const reading = read(values);
  const wrong = new Set(reading.success ? [] : reading.error.issues.map(({ path }) => path[0]));
  const field = (
    name: keyof Profile,
  ): {
    name: string;
    value: string;
    error: string | null;
    onChange: (event: { currentTarget: { value: string } }) => void;
  } => ({
    name,
    value: values[name],
    onChange: (event) => set(name, event.currentTarget.value),
    error:
      submitted && wrong.has(name)
        ? t('person.profile.numberWrong', { max: number(maxEmployees) })
        : conflictOf(name),
  });

  function set(name: keyof Profile, value: string): void {
    edits.set(name, value);
    // Clears the result of the last save, which doesn't apply to the new input.
    keep.reset();
  }
  /**
   * If the field was changed elsewhere while the user was editing it, returns a message with its current value;
   * otherwise null.
   */
  function conflictOf(name: keyof Profile): string | null {
    const now = edits.warned[name];
    if (now === undefined) return null;
    const shown = name === 'country' && now !== '' ? country(now) : now;
    return t('settings.conflicting', { now: shown, isEmpty: now === '' ? 'yes' : 'no' });
  }
  function goTo(name: keyof Profile | undefined): void {
    if (name) form.current?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
  }
  /**
   * Marks the fields that were changed both here and elsewhere and focuses the first one. Returns true if there are
   * any.
   */
  function tell(now: Profile): boolean {
    const conflicting = edits.warnOfConflicts(fieldValuesOf(now));
    goTo(conflicting[0]);
    return conflicting.length > 0;
  }
  function save(valid: Profile): void {
    if (tell(profile)) return;
    const sent = Object.fromEntries(edits.changed.map((name) => [name, values[name]]));
    const bases = read({ ...fieldValuesOf(profile), ...edits.bases });
    keep.mutate(
      { ...pick(valid, edits.changed), expected: pick(bases.data ?? profile, edits.changed) },
      { onSuccess: () => edits.markSaved(sent) },
    );
  }
  return (
    <Form
      refused={keep.error}
      ref={form}
      className="stack g5"
      onSubmit={(event) => {
        event.preventDefault();
        setSubmitted(true);
        if (reading.success) save(reading.data);
        else goTo(names.find((name) => wrong.has(name)));
      }}
    >
      {keep.isError && <ActionFailure error={keep.error} />}
      <section className="card sec stack">
        <h2>{t('person.profile.company')}</h2>
        <div className={classes.company}>
          <TextField
            {...field('companyName')}
            label={t('person.profile.companyName')}
            autoComplete="organization"
            maxLength={200}
          />
          <TextField
            {...field('numberOfEmployees')}
            label={t('person.profile.numberOfEmployees')}
            inputMode="numeric"
            autoComplete="off"
            maxLength={8}
          />
        </div>
      </section>
      <section className="card sec stack">
        <h2>{t('person.profile.address')}</h2>
        <div className={classes.address}>
          <TextField
            {...field('addressLine1')}
            label={t('person.profile.addressLine1')}
            autoComplete="address-line1"
            maxLength={200}
          />
          <TextField
            {...field('addressLine2')}
            label={t('person.profile.addressLine2')}
            autoComplete="address-line2"
            maxLength={200}
          />
          <TextField
            {...field('postalCode')}
            label={t('person.profile.postalCode')}
            hint={t('person.profile.postalCodeHint')}
            autoComplete="postal-code"
            maxLength={32}
          />
          <TextField
            {...field('city')}
            label={t('person.profile.city')}
            autoComplete="address-level2"
            maxLength={200}
          />
          <TextField
            {...field('state')}
            label={t('person.profile.state')}
            autoComplete="address-level1"
            maxLength={200}
          />
          <CountryField
            {...field('country')}
            onChange={(code) => set('country', code)}
            label={t('person.profile.country')}
            hint={t('person.profile.countryHint')}
            placeholder={t('person.profile.countryNone')}
          />
        </div>
      </section>
      <div className="row">
        <Button type="submit" variant="ink" loading={keep.isPending}>
          {t('person.profile.save')}
        </Button>
        <p className="sm q" role="status">
          {keep.isSuccess && t('settings.saved')}
        </p>
      </div>
    </Form>
  );
}
