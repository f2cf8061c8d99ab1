/** Tests that the e-mail about a new key names when the old keys stop: all at once, or the next and the last one. */
import { expect, it } from 'vitest';
import { mailTemplates } from '#server/mails/mail-templates.ts';
import { renderSample } from '#server/mails/render-sample.ts';

const sender = {
  ...{ name: 'Customer portal', appUrl: 'https://portal.example', supportEmail: 'support@portal.example' },
  ...{ operator: { name: null, address: null }, brandName: null },
};
const [soon, later] = [new Date('2027-02-19T14:30:00Z'), new Date('2027-02-21T08:00:00Z')];

it.each([
  [false, [soon], ['works until 19 February 2027, 14:30 UTC']],
  [false, [soon, later], ['next one on 19 February 2027, 14:30', 'last one on 21 February 2027, 08:00']],
  [true, [], ['The old key no longer works.']],
  [true, [later], ['no longer works.', 'replaced earlier works until 21 February 2027, 08:00 UTC']],
  [true, [later, later], ['no longer works.', 'replaced earlier work until 21 February 2027, 08:00 UTC']],
  [
    true,
    [soon, later],
    ['no longer works.', 'next one on 19 February 2027, 14:30', 'last one on 21 February 2027, 08:00'],
  ],
])('With a key that has stopped: %j, and others that stop at %j', (hasStopped, stopping, said) => {
  const data = { ...mailTemplates['key-reissued'].sample(sender.appUrl), hasStopped, stopping };
  const { text } = renderSample('key-reissued', 'en', sender, data);
  for (const part of said) expect(text.replaceAll('\u00a0', ' ')).toContain(part);
});
