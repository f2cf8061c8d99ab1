/** `npm run demo:history`: writes the prepared history anew. */
import { writeFileSync } from 'node:fs';
import { historyFile, historyText } from './history.ts';
import { makeHistory } from './make-history.ts';

const people = makeHistory();
writeFileSync(historyFile, historyText(people));
console.log(`${people.length} people in ${historyFile}`);
