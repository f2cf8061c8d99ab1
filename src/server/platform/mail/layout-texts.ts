/** Texts shared by all e-mails. */
import type { Locale } from '#shared/accounts/accounts.ts';
import { typesetFrench } from '#shared/languages/typeset-french.ts';

const en = {
  greeting: 'Hello {name},',
  greetingWithoutName: 'Hello,',
  actionInText: '{action}:',
  linkInstead: 'If the button doesn’t work, copy this link into your browser:',
  unsubscribe: 'Stop receiving e-mails of this kind',
  questions: 'Questions? Contact us at {support}',
};

export type LayoutTexts = typeof en;

const fr: LayoutTexts = typesetFrench({
  greeting: 'Bonjour {name},',
  greetingWithoutName: 'Bonjour,',
  actionInText: '{action} :',
  linkInstead: 'Si le bouton ne fonctionne pas, copiez ce lien dans votre navigateur :',
  unsubscribe: 'Ne plus recevoir d’e-mails de ce type',
  questions: 'Des questions ? Écrivez-nous à {support}',
});

export const layoutTexts: Readonly<Record<Locale, LayoutTexts>> = { en, fr };
