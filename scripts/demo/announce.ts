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

export function announcement(
  facts: DemoFacts,
  { file, logFile }: { file: string; logFile: string | null },
): string {
  const rows = [
    ['The portal', facts.url],
    ['Paddle twin', `${facts.twin_url} (pay with 4242 4242 4242 4242; move the clock)`],
    ['Sent mails', facts.mail_url],
    ...(facts.metrics_url ? [['Metrics', facts.metrics_url]] : []),
    ['Customer', `${facts.customer.email} / ${facts.customer.password}`],
    ['Administrator', `${facts.admin.email} / ${facts.admin.password}`],
    ['Instance', `${facts.instance.client_id} / ${facts.instance.client_secret}`],
    ...(logFile ? [["The portal's log", logFile]] : []),
    ['All of this', file],
  ];
  const list = rows.map(([name = '', value = '']) => `  ${name.padEnd(17)} ${value}`).join('\n');
  return `\nThe shop is open.\n\n${list}\n\nAs an instance would ask, in another terminal:\n\n${curlOf(facts)}\n\nCtrl-C ends it all.\n`;
}
