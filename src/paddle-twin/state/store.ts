/** Keeps the twin's state in one JSON file, or in memory only. */
import { generateKeyPair } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { State } from './state.ts';
import { upgradeState } from './upgrade-state.ts';

export interface Store {
  readonly state: State;
  /** The next number for an id. */
  nextId(): number;
  /** Writes the state soon: the changes of a while are one write. */
  changed(): void;
  /** Writes what is not written yet. */
  flush(): void;
}

async function newPrivateKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A state of some megabytes takes a while to write: a crash costs so much of it at most. */
const writeAfterMs = 1_000;

export interface FreshStart {
  /** The time a fresh state's clock starts at; now when not given. */
  startAt: Date | undefined;
  /** PEM; a new RSA-2048 key when not given. */
  privateKey: string | undefined;
  seed: number;
  /** Whose order ids an upgraded state goes on with. */
  vendorId: number;
}

async function freshState({ startAt, privateKey, seed }: FreshStart): Promise<State> {
  return {
    version: 3,
    offsetMs: startAt ? startAt.getTime() - Date.now() : 0,
    privateKey: privateKey ?? (await newPrivateKey()),
    lastId: 264_545,
    random: seed,
    payLinks: [],
    customers: [],
    subscriptions: [],
    orders: [],
    refundRequests: [],
    riskCases: [],
    deliveries: [],
  };
}

function readState(file: string, vendorId: number): State | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    const state = State.parse(upgradeState(JSON.parse(text), vendorId));
    // Ids given away just before a crash were not written down: none of them is given away again.
    state.lastId += 10_000;
    return state;
  } catch (cause) {
    throw new Error(`the twin cannot read its state in ${file}: delete the file to start afresh`, { cause });
  }
}

/** Opens the state kept in `folder`, or makes a fresh one. */
export async function openStore(folder: string | undefined, fresh: FreshStart): Promise<Store> {
  const file = folder === undefined ? null : join(folder, 'paddle-twin.json');
  const state = (file === null ? null : readState(file, fresh.vendorId)) ?? (await freshState(fresh));
  let dirty = true;
  let later: NodeJS.Timeout | null = null;

  function flush(): void {
    if (later) clearTimeout(later);
    later = null;
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
      dirty = true;
      if (file) later ??= setTimeout(flush, writeAfterMs);
    },
    flush,
  };
}
