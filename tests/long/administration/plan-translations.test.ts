/** Tests the command that gives a plan names and descriptions in further languages. */
import { expect, test } from 'vitest';
import { planRepository } from '#server/features/catalogue/plan.repository.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { useCommandLine } from '#tests/support/portal/command-line.ts';

const database = useDatabase();
const { run: portal, answerOf } = useCommandLine(database);

const saveSamplePlan = () =>
  planRepository(database.db).save({
    ...{ product: 'Monica', friendlyName: 'Monthly plan', description: '', planName: 'monica-monthly' },
    ...{ paddlePlanId: 24_749, price: { minor: 900, currency: 'USD' }, frequency: 'Monthly' },
  });

test('plan:translate sets and removes the texts of a plan in a language', async () => {
  await saveSamplePlan();
  const translate = ['plan:translate', '--paddle-id', '24749', '--language', 'fr'];
  const text = { friendlyName: 'Formule mensuelle', description: 'Payez chaque mois.' };
  const given = ['--friendly-name', text.friendlyName, '--description', text.description];
  expect(await answerOf([...translate, ...given])).toMatchObject({ plan: { translations: { fr: text } } });
  expect(await portal([...translate, ...given.slice(2)])).toMatchObject({ code: 1 });
  expect(await portal(['plan:translate', '--paddle-id', '3', '--language', 'fr', '--remove'])).toMatchObject({
    code: 1,
    stderr: 'There is no plan with the Paddle id 3. Add it with plan:add.\n',
  });
  expect(await answerOf([...translate, '--remove'])).toMatchObject({ plan: { translations: {} } });
});
