/** Says where the demo is, who may log in, and how an instance would ask. */
import type { DemoFacts } from './demo-file.ts';
import { tokenForm } from './furnish.ts';

/** One command that gets a token and validates the key; it needs nothing but curl, sed and a shell. */
export function curlOf(facts: DemoFacts): string {
  const fields = [...tokenForm(facts.instance)].map(([name, value]) => `-d ${name}=${value}`).join(' ');
  return [
    `TOKEN=$(curl -s ${facts.url}/oauth/token ${fields} | sed -E 's/.*"access_token":"([^"]+)".*/\\1/')`,
    `curl -i ${facts.url}/api/validate -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\`,
    `  -d '{"licence_key":"${facts.licence_key}"}'`,
  ].join('\n');
}

const logIn = ({ email, password }: { email: string; password: string }): string => `${email} / ${password}`;

type Row = readonly [string, string];
const row = (name: string, value: string): Row => [name, value];

const table = (rows: readonly Row[]): string =>
  rows.map(([name, value]) => `  ${name.padEnd(17)} ${value}`).join('\n');

export function announcement(
  facts: DemoFacts,
  { file, settingsFile, logFile }: { file: string; settingsFile: string; logFile: string | null },
): string {
  const places: Row[] = [
    ['The portal', facts.url],
    ['Paddle twin', `${facts.twin_url} (pay with 4242 4242 4242 4242; move the clock)`],
    ['Sent mails', facts.mail_url],
    ...(facts.metrics_url ? [row('Metrics', facts.metrics_url)] : []),
    ...(logFile ? [row("The portal's log", logFile)] : []),
  ];
  const doors: Row[] = [
    ['New', `${logIn(facts.log_ins.new)} (nothing bought yet)`],
    ['Active', `${logIn(facts.log_ins.active)} (two licences, a year of receipts)`],
    ['Past due', `${logIn(facts.log_ins.past_due)} (the card failed; works on in grace)`],
    ['Cancelled', `${logIn(facts.log_ins.cancelled)} (works until its paid day)`],
    ['Just bought', `${logIn(facts.customer)} (the licence of the curl below)`],
    ['Administrator', `${logIn(facts.admin)} (second step: ${facts.mail_url}/authenticator)`],
  ];
  return [
    '',
    'The shop is open.',
    '',
    table(places),
    '',
    'Log in as',
    '',
    table(doors),
    '',
    'As an instance would ask, in another terminal:',
    '',
    curlOf(facts),
    '',
    `All of this is in ${file}, and the settings for \`npm run demo:portal -- inbox:list\` and the like in ${settingsFile}.`,
    'Ctrl-C ends it all.',
    '',
  ].join('\n');
}
