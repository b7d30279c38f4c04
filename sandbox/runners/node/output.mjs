// Output that is written when the program says so: nothing heaps up in memory, nothing is lost at an early end.

/** Makes stdout and stderr blocking where they are first asked for: to load them costs time. */
export function writeAtOnce() {
  for (const name of ['stdout', 'stderr']) {
    const { get, ...rest } = Object.getOwnPropertyDescriptor(process, name);
    let stream;
    const first = () => {
      stream = get.call(process);
      stream._handle?.setBlocking?.(true);
      return stream;
    };
    Object.defineProperty(process, name, { ...rest, get: () => stream ?? first() });
  }
}
