/**
 * Signals from the first moment on. The first process of a container has no default for them: one that nobody listens
 * for is lost, and modules take a second to load. Imports nothing.
 */
type Receiver = (signal: NodeJS.Signals) => void;

const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
let isListening = false;
let held: NodeJS.Signals | null = null;
let receiver: Receiver | null = null;

/** The first signal is kept for whoever receives them; a second one before that ends the process at once. */
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

/** Receives every signal from now on. Answers the one that came before. */
export function receiveSignals(next: Receiver): NodeJS.Signals | null {
  listenForSignals();
  receiver = next;
  return held;
}
