/**
 * Formats what the demo prints once it is running: its URLs, its accounts, and an example of a request from an
 * instance.
 */
import type { DemoFacts } from './demo-file.ts';
import { tokenForm } from './furnish.ts';

/**
 * Returns a shell command that requests a token and validates the demo's licence key. The command needs only curl and
 * sed.
 */
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
    ['Portal', facts.url],
    ['Paddle twin', `${facts.twin_url} (pay with 4242 4242 4242 4242, move the clock)`],
    ['Sent e-mails', facts.mail_url],
    ...(facts.metrics_url ? [row('Metrics', facts.metrics_url)] : []),
    ...(logFile ? [row('Portal log', logFile)] : []),
  ];
  const doors: Row[] = [
    ['New', `${logIn(facts.log_ins.new)} (nothing bought yet)`],
    ['Active', `${logIn(facts.log_ins.active)} (two licences, a year of receipts)`],
    ['Past due', `${logIn(facts.log_ins.past_due)} (payment failed, in the grace period)`],
    ['Cancelled', `${logIn(facts.log_ins.cancelled)} (works until the end of the paid period)`],
    ['Just bought', `${logIn(facts.customer)} (owns the licence checked by the curl command below)`],
    ['Administrator', `${logIn(facts.admin)} (two-step verification: ${facts.mail_url}/authenticator)`],
  ];
  return [
    '',
    'The demo is ready.',
    '',
    table(places),
    '',
    'Sign in as',
    '',
    table(doors),
    '',
    'To check a licence as an instance does, run this in another terminal:',
    '',
    curlOf(facts),
    '',
    `This information is saved in ${file}. The settings for commands such as \`npm run demo:portal -- inbox:list\` are in ${settingsFile}.`,
    'Press Ctrl-C to stop.',
    '',
  ].join('\n');
}
