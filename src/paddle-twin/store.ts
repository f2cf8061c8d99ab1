/** Keeps the twin's state in one JSON file, or in memory only. */
import { generateKeyPair } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { State } from './state.ts';

export interface Store {
  readonly state: State;
  /** The next number for an id. */
  nextId(): number;
  /** Writes the state soon: many changes in one turn are one write. */
  changed(): void;
  /** Writes what is not written yet. */
  flush(): void;
}

async function newPrivateKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export interface FreshStart {
  /** The time a fresh state's clock starts at; now when not given. */
  startAt: Date | undefined;
  /** PEM; a new RSA-2048 key when not given. */
  privateKey: string | undefined;
}

async function freshState({ startAt, privateKey }: FreshStart): Promise<State> {
  return {
    offsetMs: startAt ? startAt.getTime() - Date.now() : 0,
    privateKey: privateKey ?? (await newPrivateKey()),
    lastId: 264_545,
    payLinks: [],
    subscriptions: [],
    orders: [],
    deliveries: [],
  };
}

function readState(file: string): State | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return State.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`the twin cannot read its state in ${file}: delete the file to start afresh`, { cause });
  }
}

/** Opens the state kept in `folder`, or makes a fresh one. */
export async function openStore(folder: string | undefined, fresh: FreshStart): Promise<Store> {
  const file = folder === undefined ? null : join(folder, 'paddle-twin.json');
  const state = (file === null ? null : readState(file)) ?? (await freshState(fresh));
  let dirty = true;

  function flush(): void {
    if (!file || !dirty) return;
    dirty = false;
    // Written beside and moved: a crash leaves the old state or the new one, never half.
    writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  flush();
  return {
    state,
    nextId: () => {
      state.lastId += 1;
      return state.lastId;
    },
    changed: () => {
      if (dirty) return;
      dirty = true;
      setImmediate(flush);
    },
    flush,
  };
}
