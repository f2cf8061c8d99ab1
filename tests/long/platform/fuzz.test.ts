/** Much bad input at every procedure, every door of sign-in and every REST route. */
import { fuzzEverything } from '#tests/support/fuzzing/fuzz.ts';

fuzzEverything({ runs: 100 });
