/**
 * Fuzzes the server with batches, headers, cookies, encodings and paths that no real client sends. tests/long runs many
 * more.
 */
import { fuzzRequests } from '#tests/support/fuzzing/fuzz-requests.ts';

fuzzRequests({ runs: 8 });
