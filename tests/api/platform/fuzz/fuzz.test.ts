/** Sends bad input to every procedure, every sign-in endpoint and every REST route; tests/long runs many more cases. */
import { fuzzEverything } from '#tests/support/fuzzing/fuzz.ts';

fuzzEverything({ runs: 2 });
