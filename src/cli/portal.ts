/** Entry point of the operator's command line: `npm run portal -- <command>`. */
import { createProgram } from './registry/program.ts';
import { runCommandLine } from './run-command.ts';

await runCommandLine(createProgram, process.argv.slice(2));
