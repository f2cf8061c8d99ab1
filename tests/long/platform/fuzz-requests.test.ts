/**
 * Fuzzes batches, headers, cookies, encodings and addresses, as well as inputs and settings, with many cases that no
 * real client sends.
 */
import { fuzzInputs } from '#tests/support/fuzzing/fuzz-inputs.ts';
import { fuzzRequests } from '#tests/support/fuzzing/fuzz-requests.ts';

fuzzInputs({ runs: 20_000 });
fuzzRequests({ runs: 800 });
