/** The choice of a role, with what each of them may do. */
import { useTranslations } from 'use-intl';
import { type AdministratorRole, administratorRoles } from '#shared/administration/roles.ts';
import classes from './roles.module.css';

interface RoleChoiceProps {
  value: AdministratorRole;
  onChange: (role: AdministratorRole) => void;
  /** The role that isn't offered, because it wouldn't change anything. */
  except?: AdministratorRole;
}

export function RoleChoice({ value, onChange, except }: RoleChoiceProps) {
  const t = useTranslations();
  return (
    <fieldset className={classes.choices}>
      <legend>{t('administrators.newRole')}</legend>
      {administratorRoles
        .filter((role) => role !== except)
        .map((role) => (
          <label key={role}>
            <input type="radio" name="role" checked={role === value} onChange={() => onChange(role)} />
            <span>
              <span className="m">{t(`roles.${role}`)}</span>
              <span className="sm q">{t(`roles.may.${role}`)}</span>
            </span>
          </label>
        ))}
    </fieldset>
  );
}
