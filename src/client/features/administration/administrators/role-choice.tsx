/** The choice of a role, with what each of them may do. */
import { useTranslations } from 'use-intl';
import { Choices } from '#client/features/administration/acts/choices.tsx';
import { type AdministratorRole, administratorRoles } from '#shared/administration/roles.ts';

interface RoleChoiceProps {
  value: AdministratorRole;
  onChange: (role: AdministratorRole) => void;
  /** The role that isn't offered, because it wouldn't change anything. */
  except?: AdministratorRole;
}

export function RoleChoice({ value, onChange, except }: RoleChoiceProps) {
  const t = useTranslations();
  return (
    <Choices
      legend={t('administrators.newRole')}
      name="role"
      choices={administratorRoles
        .filter((role) => role !== except)
        .map((role) => ({ value: role, label: t(`roles.${role}`), text: t(`roles.may.${role}`) }))}
      value={value}
      onChange={onChange}
    />
  );
}
