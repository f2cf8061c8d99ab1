/**
 * A field for one account: its number, or what was typed to find it. What is typed is searched for with a POST and
 * never stands in an address; only the number does.
 */
import { useTranslations } from 'use-intl';
import { TextField } from '#client/forms/field.tsx';
import classes from './customer-field.module.css';
import { useCustomerSearch } from './use-customer-search.ts';

/** More would not fit below the field; a longer text finds fewer. */
const maxShown = 5;

const isNumber = (text: string): boolean => /^\d*$/.test(text.trim());

interface CustomerFieldProps {
  label: string;
  name: string;
  value: string;
  /** Called with what was typed, or with the number of the account that was chosen. */
  onChange: (text: string) => void;
  error: string | null;
}

export function CustomerField({ label, name, value, onChange, error }: CustomerFieldProps) {
  const t = useTranslations('table');
  return (
    <div className={classes.field}>
      <TextField
        label={label}
        hint={t('accountHint')}
        name={name}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
      {!isNumber(value) && <Found text={value} onChoose={(id) => onChange(String(id))} />}
    </div>
  );
}

function Found({ text, onChoose }: { text: string; onChoose: (id: number) => void }) {
  const t = useTranslations('table');
  const { isAsked, result, error } = useCustomerSearch(text);
  if (error) return <p className="sm q">{t('accountsNotSearched')}</p>;
  if (!isAsked || !result) return null;
  if (result.found.length === 0) return <p className="sm q">{t('noAccount')}</p>;
  return (
    <ul className={classes.found} aria-label={t('accounts')}>
      {result.found.slice(0, maxShown).map(({ customer: { id, name, email } }) => (
        <li key={id}>
          <button type="button" onClick={() => onChoose(id)}>
            <span className="m">{name}</span> <span className="sm q">{email}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
