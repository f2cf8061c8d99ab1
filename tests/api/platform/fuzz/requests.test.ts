/** Batches, headers, cookies, encodings and addresses that no client of ours sends; tests/long tries many more. */
import { fuzzRequests } from '#tests/support/fuzzing/fuzz-requests.ts';

fuzzRequests({ runs: 8 });
