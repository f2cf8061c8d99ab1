/** The failure of a call to the PHP portal. */

/** Thrown if the portal doesn't answer, asks to wait too long, or answers something that it never does. */
export class PhpPortalFailed extends Error {
  readonly retryAfterMs: number | null;
  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number | null } = {}) {
    super(message, { cause: options.cause });
    this.name = 'PhpPortalFailed';
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
