/** Stores the twin's state in a JSON file, or only in memory. */
import { generateKeyPair } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { State } from './state.ts';
import { upgradeState } from './upgrade-state.ts';

export interface Store {
  readonly state: State;
  /** Returns the next unused ID. */
  nextId(): number;
  /** Schedules a write. Changes made shortly after one another are written together. */
  changed(): void;
  /** Writes pending changes immediately. */
  flush(): void;
}

async function newPrivateKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/**
 * Delay before changes are written, because writing several megabytes takes a while. A crash loses at most the changes
 * made in that time.
 */
const writeAfterMs = 1_000;

export interface FreshStart {
  /** Initial time of the clock; defaults to now. */
  startAt: Date | undefined;
  /** The private key in PEM format. Defaults to a new RSA-2048 key. */
  privateKey: string | undefined;
  seed: number;
  /** Prefix of the order IDs created when an old state is upgraded. */
  vendorId: number;
}

async function freshState({ startAt, privateKey, seed }: FreshStart): Promise<State> {
  return {
    version: 4,
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
    // IDs assigned just before a crash may not have been saved. Skipping ahead ensures that none is reused.
    state.lastId += 10_000;
    return state;
  } catch (cause) {
    throw new Error(`the twin cannot read its state in ${file}: delete the file to start over`, { cause });
  }
}

/** Opens the state saved in `folder`, or creates a new one. Throws if the saved state is unreadable. */
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
    // The state is written to a second file, which is then renamed, so that a crash leaves either the old state or the
    // new one.
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
