/** Puts e-mails into words. A release that knows more may have stored other names, which are shown as they are. */
import { useTranslations } from 'use-intl';
import { knownWord } from '#client/i18n/server-words.ts';
import { MailState, mailKinds } from '#shared/administration/mails.ts';

export function useMailWords() {
  const t = useTranslations();
  return {
    kind: (template: string): string => {
      const known = mailKinds.find((kind) => kind === template);
      return known ? t(`mailKinds.${known}`) : template;
    },
    state: (state: MailState): string => {
      const known = knownWord(MailState.enum, state);
      return known ? t(`customer.mailStates.${known}`) : state;
    },
  };
}
