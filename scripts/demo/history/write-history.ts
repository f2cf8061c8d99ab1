/** `npm run demo:history`: regenerates the prepared history. */
import { writeFileSync } from 'node:fs';
import { historyFile, historyText } from './history.ts';
import { makeHistory } from './make-history.ts';

const people = makeHistory();
writeFileSync(historyFile, historyText(people));
console.log(`${people.length} people in ${historyFile}`);
