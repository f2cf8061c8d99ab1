/** `portal mail:preview`: how a mail looks. */
import { Argument, type Command, Option } from 'commander';
import { done } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { readConfig } from '#server/config/config.ts';
import { renderMail } from '#server/platform/mail/render-mail.ts';
import { sampleMails } from '#server/platform/mail/sample-mails.ts';
import { type Locale, locales } from '#shared/accounts/accounts.ts';

const names = Object.keys(sampleMails('https://portal.example')) as (keyof ReturnType<typeof sampleMails>)[];

export function addPreviewMail(program: Command): void {
  const command = program
    .command('mail:preview')
    .summary('show how a mail looks')
    .description('Writes the subject, the text and the HTML of a mail to standard output, with made-up data.')
    .addArgument(new Argument('<name>', 'which mail').choices(names))
    .addOption(new Option('--locale <language>', 'in which language').choices(locales).default('en'));
  answers<{ locale: Locale }>(command, ({ locale }, given) => {
    const { appUrl, supportEmail, mail } = readConfig();
    const samples = sampleMails(appUrl);
    // Commander has refused every other name.
    const name = names.find((each) => each === given) ?? 'verify-email';
    const rendered = renderMail(samples[name], locale, { name: mail.from.name, appUrl, supportEmail });
    const { subject, text, html } = rendered;
    return done(`Subject: ${subject}\n\n${text}\n\n${html}`, { name, locale, subject, text, html });
  });
}
