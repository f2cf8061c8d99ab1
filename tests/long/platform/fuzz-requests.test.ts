/** Many batches, headers, cookies, encodings and addresses that no client of ours sends; inputs and settings as well. */
import { fuzzInputs } from '#tests/support/fuzzing/fuzz-inputs.ts';
import { fuzzRequests } from '#tests/support/fuzzing/fuzz-requests.ts';

fuzzInputs({ runs: 20_000 });
fuzzRequests({ runs: 800 });
