/** `portal mail:preview`: renders an e-mail with sample data. */
import { Argument, type Command, Option } from 'commander';
import { done } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { readConfig } from '#server/config/config.ts';
import { mailTemplates } from '#server/mails/mail-templates.ts';
import { renderSample } from '#server/mails/render-sample.ts';
import { type Locale, locales } from '#shared/accounts/accounts.ts';

const names = Object.keys(mailTemplates) as (keyof typeof mailTemplates)[];

export function addPreviewMail(program: Command): void {
  const command = program
    .command('mail:preview')
    .summary('show what an e-mail looks like')
    .description('Prints the subject, text and HTML of an e-mail with sample data.')
    .addArgument(new Argument('<name>', 'which e-mail').choices(names))
    .addOption(
      new Option('--locale <language>', 'the language of the e-mail').choices(locales).default('en'),
    );
  answers<{ locale: Locale }>(command, ({ locale }, given) => {
    const { appUrl, supportEmail, operator, brand, mail } = readConfig();
    // Commander rejects any name that isn't in the list, so the fallback is never used.
    const name = names.find((each) => each === given) ?? 'verify-email';
    const { subject, text, html } = renderSample(name, locale, {
      name: mail.from.name,
      appUrl,
      supportEmail,
      operator,
      brandName: brand.name,
    });
    return done(`Subject: ${subject}\n\n${text}\n\n${html}`, { name, locale, subject, text, html });
  });
}
