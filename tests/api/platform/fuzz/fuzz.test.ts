/** Bad input at every procedure, every endpoint of sign-in and every REST route; tests/long tries many more. */
import { fuzzEverything } from '#tests/support/fuzzing/fuzz.ts';

fuzzEverything({ runs: 2 });
