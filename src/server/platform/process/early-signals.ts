/**
 * Catches signals from the start. Process 1 in a container has no default signal handlers, so a signal that arrives in
 * the second it takes to load modules would be lost. Imports nothing, so that it can run first.
 */
type Receiver = (signal: NodeJS.Signals) => void;

const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
let isListening = false;
let held: NodeJS.Signals | null = null;
let receiver: Receiver | null = null;

/**
 * Holds the first signal until a receiver is registered. A different signal before then ends the process immediately.
 */
export function listenForSignals(): void {
  if (isListening) return;
  isListening = true;
  for (const signal of stopSignals) {
    process.on(signal, () => {
      if (receiver) receiver(signal);
      else if (held === null || held === signal) held = signal;
      else process.exit(1);
    });
  }
}

/** Registers the receiver of all further signals. Returns the signal that arrived before, if any. */
export function receiveSignals(next: Receiver): NodeJS.Signals | null {
  listenForSignals();
  receiver = next;
  return held;
}
