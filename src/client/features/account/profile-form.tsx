/** The form of the profile. */
import { Button } from '@mantine/core';
import { type ComponentProps, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { mostEmployees, NewProfile, type Profile } from '#shared/profile.ts';
import { useFormats } from '../../i18n/locale.tsx';
import { trpc } from '../../trpc.ts';
import { CountrySelect } from '../../ui/country-select.tsx';
import { ActionFailure } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import classes from './profile-form.module.css';

/** As they are typed: numbers too are text until they are sent. */
type Entries = Record<keyof Profile, string>;

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

const entriesOf = (profile: Profile): Entries =>
  Object.fromEntries(names.map((name) => [name, String(profile[name] ?? '')])) as Entries;

const read = (entries: Entries) =>
  NewProfile.safeParse({
    ...entries,
    numberOfEmployees: entries.numberOfEmployees.trim() === '' ? null : Number(entries.numberOfEmployees),
    country: entries.country || null,
  });

export function ProfileForm({ profile }: { profile: Profile }) {
  const t = useTranslations();
  const { number } = useFormats();
  const [entries, setEntries] = useState(() => entriesOf(profile));
  const [wasSent, setWasSent] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const keep = trpc.account.profile.save.useMutation({
    meta: { invalidates: ['profile', 'account', 'offers'] },
  });
  const reading = read(entries);
  const wrong = new Set(reading.success ? [] : reading.error.issues.map(({ path }) => path[0]));
  const field = (
    name: keyof Profile,
  ): Pick<ComponentProps<typeof TextField>, 'value' | 'error'> & {
    name: string;
    onChange: (event: { currentTarget: { value: string } }) => void;
  } => ({
    name,
    value: entries[name],
    onChange: (event) => {
      const { value } = event.currentTarget;
      setEntries((before) => ({ ...before, [name]: value }));
      // What is being typed is not saved.
      keep.reset();
    },
    error:
      wasSent && wrong.has(name) ? t('person.profile.numberWrong', { max: number(mostEmployees) }) : null,
  });
  return (
    <form
      ref={form}
      className="stack g5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWasSent(true);
        if (reading.success) keep.mutate(reading.data);
        else {
          const first = names.find((name) => wrong.has(name));
          form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
        }
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
          <CountrySelect
            {...field('country')}
            label={t('person.profile.country')}
            hint={t('person.profile.countryHint')}
            emptyLabel={t('person.profile.countryNone')}
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
    </form>
  );
}
