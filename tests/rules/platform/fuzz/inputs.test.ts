/** Fuzzes procedure inputs and settings of every shape. tests/long runs many more cases. */
import { fuzzInputs } from '#tests/support/fuzzing/fuzz-inputs.ts';

fuzzInputs({ runs: 300 });
