/** Tests the commands that translate a plan, take it off sale and sell it again. */
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

test('plan:retire takes a plan off sale once, and sells it again with --undo', async () => {
  await saveSamplePlan();
  const isSold = async () => {
    const [plan] = await planRepository(database.db).listOnSale('Monica');
    return plan?.paddlePlanId === 24_749;
  };
  expect(await portal(['plan:retire', '3'])).toMatchObject({
    ...{ code: 1, stderr: 'There is no plan with the Paddle id 3. Run plan:list to see the plans.\n' },
  });
  expect(await portal(['plan:retire', '24749', '--undo'])).toMatchObject({
    ...{ code: 1, stderr: 'The plan 24749 (Monica, Monthly plan) is already sold.\n' },
  });
  expect(await answerOf(['plan:retire', '24749'])).toEqual({
    ...{ paddle_id: 24_749, product: 'Monica', retired: true },
  });
  expect(await isSold()).toBe(false);
  expect(await portal(['plan:retire', '24749'])).toMatchObject({
    ...{ code: 1, stderr: expect.stringContaining('is not sold') },
  });
  expect((await portal(['plan:list'])).stdout).toMatch(/24749.* no /);
  expect(await portal(['plan:retire', '24749', '--undo'])).toMatchObject({
    ...{
      code: 0,
      stdout: 'The plan 24749 (Monica, Monthly plan) is sold again, as the last one of its product.\n',
    },
  });
  expect(await isSold()).toBe(true);
});
