/** Fuzzes every procedure, sign-in endpoint and REST route with many invalid inputs. */
import { fuzzEverything } from '#tests/support/fuzzing/fuzz.ts';

fuzzEverything({ runs: 100 });
