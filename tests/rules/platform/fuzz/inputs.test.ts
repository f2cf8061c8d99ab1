/** Inputs of procedures and settings of every shape; tests/long tries many more. */
import { fuzzInputs } from '#tests/support/fuzzing/fuzz-inputs.ts';

fuzzInputs({ runs: 300 });
