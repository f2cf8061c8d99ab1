/** Puts the entries of the audit log into words. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import { type Act, acts } from '#shared/administration/acts.ts';
import {
  type AuditEntry,
  type AuditFact,
  type AuditFacts,
  AuditOutcome,
  AuditSubjectKind,
  factNames,
} from '#shared/administration/audit.ts';
import { AdministratorRole } from '#shared/administration/roles.ts';
import { CalendarDate } from '#shared/dates.ts';

const isAct = (act: string): act is Act => Object.hasOwn(acts, act);

export function useAuditWords() {
  const t = useTranslations();
  const { day, number } = useFormats();

  const roleWord = (role: AdministratorRole): string => {
    const known = knownWord(AdministratorRole.enum, role);
    return known ? t(`roles.${known}`) : role;
  };

  function valueText(name: string, value: AuditFact | undefined): string {
    if (value === null || value === undefined) return t('audit.nothing');
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
    if (typeof value === 'number') return number(value);
    if (Array.isArray(value)) return value.length === 0 ? t('audit.nothing') : value.join(', ');
    const role = AdministratorRole.safeParse(value);
    if (name === 'role' && role.success) return roleWord(role.data);
    const date = CalendarDate.safeParse(value);
    return date.success ? day(date.data) : value;
  }

  /** A release that knows more may have stored other names. They are shown as they are. */
  const nameOf = (name: string): string => {
    const known = factNames.find((each) => each === name);
    return known ? t(`facts.${known}`) : name;
  };

  return {
    roleWord,
    /** The name of the act. */
    act: ({ act }: Pick<AuditEntry, 'act'>): string =>
      isAct(act) ? t(`acts.${act}`) : t('audit.unknownAct', { act }),
    /** The name of an account; its number if the account has been erased. */
    account: ({ id, name }: { id: number; name: string | null }): string =>
      name ?? t('audit.erased', { id: String(id) }),
    outcome: ({ outcome }: Pick<AuditEntry, 'outcome'>): string => {
      const known = knownWord(AuditOutcome.enum, outcome);
      return known ? t(`audit.outcomes.${known}`) : outcome;
    },
    subject: ({ subject }: Pick<AuditEntry, 'subject'>): string | null => {
      if (subject === null) return null;
      const known = knownWord(AuditSubjectKind.enum, subject.kind);
      return known ? t(`audit.kinds.${known}`, { id: subject.id }) : subject.id;
    },
    facts: (facts: AuditFacts | null): string[] =>
      Object.entries(facts ?? {}).map(([name, value]) => `${nameOf(name)}: ${valueText(name, value)}`),
    /** What changed, a line for each fact. */
    changes: ({ before, after }: Pick<AuditEntry, 'before' | 'after'>): string[] => {
      const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
      return names.map((name) => {
        const values = [before, after].flatMap((facts) =>
          facts && Object.hasOwn(facts, name) ? [valueText(name, facts[name])] : [],
        );
        return `${nameOf(name)}: ${values.join(' → ')}`;
      });
    },
  };
}
