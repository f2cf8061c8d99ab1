/**
 * Serves the clock and the control API, through which other processes reach the operations that tests call directly.
 */
import express, { Router } from 'express';
import { z } from 'zod';
import type { Control } from '#twin/control.ts';
import { Faults } from '#twin/faults.ts';
import { answering, FormBoolean, formNumber } from './answering.ts';
import { controlPage } from './control-page.ts';
import { lifeRoutes } from './life.route.ts';
import { languageOf } from './words.ts';

const Advance = z.object({ days: z.coerce.number().int().min(1).max(3_660) });
const codesOf = (text: unknown) =>
  typeof text === 'string'
    ? text
        .split(',')
        .filter((code) => code.trim() !== '')
        .map(Number)
    : text;

/** Parses counted calls in the form's notation, such as `subscription/users/update: 1, prices: 2`. */
const callsOf = (text: unknown) =>
  typeof text === 'string'
    ? Object.fromEntries(
        text
          .split(',')
          .filter((entry) => entry.trim() !== '')
          .map((entry) => {
            const [path = '', count = ''] = entry.split(':');
            return [path.trim(), Number(count)];
          }),
      )
    : text;

const FaultChange = z
  .object({
    ...Faults.shape,
    hold: FormBoolean,
    down: FormBoolean,
    nonsense: FormBoolean,
    invoiceInProgress: FormBoolean,
    actThenSilence: z.preprocess(callsOf, Faults.shape.actThenSilence),
    silence: z.preprocess(callsOf, Faults.shape.silence),
    slowMs: formNumber(Faults.shape.slowMs),
    rateLimited: formNumber(Faults.shape.rateLimited),
    delayDays: formNumber(Faults.shape.delayDays),
    lose: formNumber(Faults.shape.lose),
    errors: z.preprocess(codesOf, Faults.shape.errors),
  })
  .partial()
  .transform(
    (change): Partial<Faults> =>
      Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
  );
const WebhookChange = z.object({
  url: z.union([z.literal('').transform(() => null), z.null(), z.url({ protocol: /^https?$/ })]),
});

export function controlRoutes(control: Control): Router {
  const router = Router();
  router.use(express.urlencoded({ extended: false }), express.json());
  const change = answering(control);

  router.get('/', (request, response) => {
    const view = {
      language: languageOf(request.get('accept-language'), null),
      now: control.now(),
      webhookUrl: control.webhookUrl(),
      faults: control.faults(),
      subscriptions: control.subscriptions(),
      deliveries: control.deliveries(),
      riskCases: control.riskCases(),
    };
    response.send(controlPage(view));
  });
  router.get('/clock', (_request, response) => {
    response.json({ now: control.now().toISOString() });
  });
  router.post(
    '/clock/advance',
    change(Advance, ({ days }) => control.advanceDays(days)),
  );
  router.get('/control/subscriptions', (_request, response) => {
    response.json(control.subscriptions());
  });
  router.get('/control/deliveries', (_request, response) => {
    response.json(control.deliveries());
  });
  router.get('/control/truth', (_request, response) => {
    response.json(control.truth());
  });
  router.get('/control/faults', (_request, response) => {
    response.json(control.faults());
  });
  router.post(
    '/control/drain',
    change(z.object({}), () => control.drain()),
  );
  router.post(
    '/control/faults',
    change(FaultChange, (faults) => control.setFaults(faults)),
  );
  router.post(
    '/control/webhook',
    change(WebhookChange, ({ url }) => control.setWebhookUrl(url)),
  );
  router.use(lifeRoutes(control));
  return router;
}
