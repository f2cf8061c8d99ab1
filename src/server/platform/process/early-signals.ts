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
 * Starts listening for signals. The first signal is held until a receiver is registered. If a different one arrives
 * before that, the process exits immediately.
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

/**
 * Registers the function that receives all further signals. Returns the signal that has already arrived, or null if
 * there is none.
 */
export function receiveSignals(next: Receiver): NodeJS.Signals | null {
  listenForSignals();
  receiver = next;
  return held;
}
