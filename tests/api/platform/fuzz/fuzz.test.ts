/**
 * Fuzzes every procedure, every sign-in endpoint and every REST route with a few bad inputs. tests/long runs many more.
 */
import { fuzzEverything } from '#tests/support/fuzzing/fuzz.ts';

fuzzEverything({ runs: 2 });
