/** Exit code of a process that was asked to stop, as shells count it (128 + SIGINT). */
export const STOPPED = 130;

/** Aborted by the first Ctrl-C (or SIGTERM): finish what is in flight. The second ends the process at once. */
export function interruptSignal(tell: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(STOPPED);
    tell('Stopping: finishing what is in flight. Ctrl-C again ends at once; nothing is lost either way.');
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}

/**
 * Ends a process that was asked to stop, once everything is closed: connections to a Redis that is away would
 * hold it for ever.
 */
export function leaveIf(signal: AbortSignal): void {
  if (signal.aborted) process.exit();
}
