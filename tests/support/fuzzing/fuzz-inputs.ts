import fc from 'fast-check';
import superjson from 'superjson';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, readDatabaseConfig, settingNames } from '#server/config/config.ts';
import { trustOf } from '#server/platform/http/request/client-address.ts';
import { readInput } from '#server/platform/trpc/read-input.ts';
import { AppError } from '#shared/errors.ts';
import { completeSettings } from '#tests/support/config/complete-settings.ts';
import { payloads, plainValues, written } from './inputs.ts';
import { secretMark, settingsAmong } from './settings.ts';

/** Checks whether a text contains any six consecutive characters of the mark, ignoring case. */
function tells(text: string): boolean {
  const [said, mark] = [text.toLowerCase(), secretMark.toLowerCase()];
  return Array.from({ length: mark.length - 5 }, (_, at) => mark.slice(at, at + 6)).some((part) =>
    said.includes(part),
  );
}

/** Returns the `ConfigError` thrown while reading settings; null if nothing was thrown. Rethrows any other error. */
function refusalOf(read: () => unknown): ConfigError | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** Tries `runs` inputs of each kind, and a quarter as many sets of settings. */
export function fuzzInputs({ runs }: { runs: number }): void {
  describe('an input', () => {
    it('that the client can send is read unchanged', () => {
      fc.assert(
        fc.property(plainValues, (value) => {
          expect(readInput(written(value))).toStrictEqual(value);
        }),
        { numRuns: runs },
      );
    });

    it('of any other kind is refused or read as superjson reads it', () => {
      let accepted = 0;
      fc.assert(
        fc.property(payloads, (payload) => {
          const sent = JSON.stringify(payload) ?? 'null';
          let input: unknown;
          try {
            input = readInput(JSON.parse(sent));
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            expect(error.code).toBe('invalid_input');
            return;
          }
          accepted += 1;
          expect(input).toStrictEqual(superjson.deserialize(JSON.parse(sent)));
        }),
        { numRuns: runs },
      );
      expect(accepted).toBeGreaterThan(runs / 20);
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    });
  });

  describe('settings', () => {
    it('of any kind are read, or refused by name without their values', () => {
      const heard = { read: 0, refused: 0 };
      fc.assert(
        fc.property(settingsAmong(settingNames), (changed) => {
          const environment = { ...completeSettings, ...changed };
          for (const read of [readConfig, readDatabaseConfig]) {
            const refusal = refusalOf(() => read(environment));
            if (!refusal) continue;
            heard.refused += 1;
            expect(refusal.problems.length).toBeGreaterThan(0);
            for (const problem of refusal.problems)
              expect(settingNames, problem).toContain(/^[A-Z0-9_]+/.exec(problem)?.[0]);
            expect(tells(`${refusal.message}${refusal.stack}`), refusal.message).toBe(false);
            expect(refusal.cause).toBeUndefined();
          }
          if (refusalOf(() => readConfig(environment))) return;
          heard.read += 1;
          // Settings that were accepted must also be usable.
          const config = readConfig(environment);
          trustOf(config.trustProxy);
          expect(new URL(config.appUrl).origin).toBe(config.appUrl);
          for (const number of [config.paddle.vendorId, config.drainSeconds, config.database.address.port])
            expect(Number.isSafeInteger(number)).toBe(true);
        }),
        { numRuns: Math.ceil(runs / 4) },
      );
      expect(heard.read).toBeGreaterThan(0);
      expect(heard.refused).toBeGreaterThan(runs / 16);
    });
  });
}
