/** Handles requests to the control API. Browsers get pages; programs get JSON. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Control } from '#twin/control.ts';
import { refusedPage } from './manage-page.ts';
import { languageOf } from './words.ts';

export const FormBoolean = z.union([
  z.boolean(),
  z.enum(['true', 'false']).transform((text) => text === 'true'),
]);
/** Converts numbers that forms send as text. Other values are validated unchanged. */
export const formNumber = <T extends z.ZodType<number>>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value), schema);

const Refused = z.object({ status: z.literal('refused'), code: z.int(), message: z.string() });
/** Additional data in the JSON for programs, such as a new ID. */
const Told = z.record(z.string(), z.unknown()).catch({});

const pageBehind = (request: Request): string => {
  const referrer = request.get('referer');
  const path = referrer && URL.canParse(referrer) ? new URL(referrer).pathname : '/';
  return path.startsWith('/control/subscription/') ? path : '/';
};

/**
 * Validates the body, runs `work` and responds. Browsers are redirected; programs get JSON. Invalid input is a 400, a
 * refusal a 422.
 */
export const answering =
  (control: Pick<Control, 'now'>) =>
  <T extends z.ZodType>(schema: T, work: (input: z.output<T>, params: Request['params']) => unknown) =>
  async (request: Request, response: Response): Promise<void> => {
    const input = schema.safeParse(request.body ?? {});
    if (!input.success) {
      response.status(400).json({ error: z.prettifyError(input.error) });
      return;
    }
    const changed: unknown = await work(input.data, request.params);
    const refusal = Refused.safeParse(changed);
    const isPerson = request.accepts(['json', 'html']) === 'html';
    if (refusal.success) {
      response.status(422);
      const language = languageOf(request.get('accept-language'), null);
      const { code, message } = refusal.data;
      if (isPerson) response.send(refusedPage(language, `${message} (${code}).`, pageBehind(request)));
      else response.json({ code, error: message });
    } else if (isPerson) {
      response.redirect(303, pageBehind(request));
    } else {
      response.json({ now: control.now().toISOString(), ...Told.parse(changed) });
    }
  };
