// What is thrown where nobody waits for it: the runner hears of it first, whatever listeners the job adds or removes.

const { setUncaughtExceptionCaptureCallback } = process;
const closed = () => {
  throw new Error('what is uncaught is the runner’s');
};

/** `lenient`: the suite looks after promises that nobody waits for itself. */
export function onUncaught(handle, lenient) {
  let origin;
  process.on('uncaughtExceptionMonitor', (_, from) => {
    origin = from;
  });
  setUncaughtExceptionCaptureCallback((error) => {
    const said = origin;
    origin = undefined;
    const theirs =
      lenient && said === 'unhandledRejection' && process.listenerCount('unhandledRejection') > 0;
    if (theirs) return;
    handle(error);
    try {
      process.emit('uncaughtException', error, said);
    } catch (another) {
      handle(another);
    }
  });
  close('setUncaughtExceptionCaptureCallback', closed);
}

/** Not to be replaced: Node asks the object `process` what to do with what is uncaught. */
export function closeUncaught() {
  close('_fatalException', process._fatalException);
}

function close(name, value) {
  Object.defineProperty(process, name, { value, writable: false, configurable: false });
}
