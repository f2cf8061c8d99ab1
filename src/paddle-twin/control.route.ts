/** The clock and the control API: the same over HTTP as a test has in its hands. */
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type ControlView, controlPage } from './control-page.ts';
import { Faults } from './faults.ts';

export interface Control {
  view(): ControlView;
  advanceDays(days: number): Promise<void>;
  drain(): Promise<void>;
  setFaults(faults: Partial<Faults>): void;
  setWebhookUrl(url: string | null): void;
}

const Advance = z.object({ days: z.coerce.number().int().min(1).max(3_660) });
const FormBoolean = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const FaultChange = z
  .object({ ...Faults.shape, hold: FormBoolean, down: FormBoolean })
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

  /** Parses the body, does the work, and answers a person with the page and a program with JSON. */
  const change =
    <T extends z.ZodType>(schema: T, work: (input: z.output<T>) => Promise<void> | void) =>
    async (request: Request, response: Response): Promise<void> => {
      const input = schema.safeParse(request.body ?? {});
      if (!input.success) {
        response.status(400).json({ error: z.prettifyError(input.error) });
        return;
      }
      await work(input.data);
      if (request.accepts(['json', 'html']) === 'html') response.redirect(303, '/');
      else response.json({ now: control.view().now.toISOString() });
    };

  router.get('/', (_request, response) => {
    response.send(controlPage(control.view()));
  });
  router.get('/clock', (_request, response) => {
    response.json({ now: control.view().now.toISOString() });
  });
  router.post(
    '/clock/advance',
    change(Advance, ({ days }) => control.advanceDays(days)),
  );
  router.get('/control/subscriptions', (_request, response) => {
    response.json(control.view().subscriptions);
  });
  router.get('/control/deliveries', (_request, response) => {
    response.json(control.view().deliveries);
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
  return router;
}
