/**
 * Tests rows that sign-in stores between two requests. A row that has been altered counts as missing, is logged once,
 * and is never quoted in the log.
 */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readKept } from '#server/features/identity/better-auth/stored-rows/read-kept.ts';

const Kept = z.object({ email: z.string(), asked: z.boolean() });

test.each(['', 'ada@example.com', '{"email":"ada@example.com"', '{"email":"ada@example.com"}', 'null', '[]'])(
  'An altered row (%s) is ignored and logged once without its content',
  (value) => {
    const said: unknown[][] = [];
    const logger = { error: (...given: unknown[]) => void said.push(given) };
    const context = { logger } as unknown as Parameters<typeof readKept>[0];
    for (let times = 0; times < 3; times += 1) expect(readKept(context, Kept, { id: '7', value })).toBeNull();
    expect(said).toHaveLength(1);
    expect(said.flat().map(String).join()).toContain('verification 7');
    expect(said.flat().map(String).join()).not.toContain('ada@');
    expect(readKept(context, Kept, { id: '8', value: '{"email":"a@b.example","asked":true}' })).toEqual({
      email: 'a@b.example',
      asked: true,
    });
  },
);
