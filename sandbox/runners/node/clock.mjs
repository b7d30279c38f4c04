// Fake timers: time that passes only when the suite says so.

const names = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'Date',
];
const real = Object.fromEntries(names.map((name) => [name, globalThis[name]]));
const realNow = performance.now;
const RealDate = Date;
/** Steps after which `runAllTimers` takes the timers for endless. */
const ENDLESS = 100_000;

let clock;

function install(now) {
  const due = new Map();
  let lastId = 0;
  clock = { now, start: now, due };

  const add = (run, delay, args, every) => {
    lastId += 1;
    const wait = Math.max(Number(delay) || 0, every === undefined ? 0 : 1);
    const id = lastId;
    const timer = {
      id,
      at: clock.now + wait,
      every: every === undefined ? undefined : wait,
      run: () => run(...args),
    };
    due.set(id, timer);
    const handle = { id, ref: () => handle, unref: () => handle, hasRef: () => true, refresh };
    function refresh() {
      timer.at = clock.now + wait;
      due.set(id, timer);
      return handle;
    }
    handle[Symbol.toPrimitive] = () => id;
    return handle;
  };
  const drop = (handle) =>
    due.delete(typeof handle === 'object' && handle !== null ? handle.id : Number(handle));
  class FakeDate extends RealDate {
    constructor(...args) {
      super(...(args.length === 0 ? [clock.now] : args));
    }
    static now() {
      return Math.floor(clock.now);
    }
  }
  const fakes = {
    setTimeout: (run, delay, ...args) => add(run, delay, args),
    setInterval: (run, delay, ...args) => add(run, delay, args, true),
    setImmediate: (run, ...args) => add(run, 0, args),
    clearTimeout: drop,
    clearInterval: drop,
    clearImmediate: drop,
    Date: new Proxy(FakeDate, { apply: () => new FakeDate().toString() }),
  };
  FakeDate.prototype.constructor = fakes.Date;
  Object.assign(globalThis, fakes);
  performance.now = () => clock.now - clock.start;
}

function earliest(until = Infinity) {
  let first;
  for (const timer of clock.due.values()) {
    if (timer.at <= until && (first === undefined || timer.at < first.at)) first = timer;
  }
  return first;
}

function fire(timer) {
  clock.now = Math.max(clock.now, timer.at);
  if (timer.every === undefined) clock.due.delete(timer.id);
  else timer.at += timer.every;
  timer.run();
}

const pause = () => new Promise((resolve) => real.setImmediate(resolve));

function* steps(until) {
  for (let count = 0; ; count += 1) {
    const timer = earliest(until());
    if (timer === undefined) return;
    if (count === ENDLESS)
      throw new Error(`Aborting after running ${ENDLESS} timers, assuming an infinite loop!`);
    fire(timer);
    yield;
  }
}

/** A way to let time pass, at once or with a pause for promises after each timer. */
function passing(until, after = () => {}) {
  const plan = (args) => {
    if (clock === undefined) throw new Error('The timers are not fake: call useFakeTimers() first');
    const limit = until(...args);
    return [() => limit, limit];
  };
  return {
    sync(...args) {
      const [limit, end] = plan(args);
      for (const _ of steps(limit)) void _;
      after(end);
    },
    async async(...args) {
      const [limit, end] = plan(args);
      await pause();
      for (const _ of steps(limit)) await pause();
      after(end);
      await pause();
    },
  };
}

const byTime = passing(
  (ms = 0) => clock.now + ms,
  (end) => {
    clock.now = end;
  },
);
const all = passing(() => Infinity);
const pending = passing(() => Math.max(clock.now, ...[...clock.due.values()].map(({ at }) => at)));
const next = passing(() => earliest()?.at ?? clock.now);

const useRealTimers = () => {
  if (clock === undefined) return;
  clock = undefined;
  Object.assign(globalThis, real);
  performance.now = realNow;
};

/** The part of `jest` and `vi` that is about time. */
export const timersApi = {
  useFakeTimers(options = {}) {
    useRealTimers();
    install(new RealDate(options?.now ?? RealDate.now()).getTime());
    return this;
  },
  useRealTimers() {
    useRealTimers();
    return this;
  },
  advanceTimersByTime: byTime.sync,
  advanceTimersByTimeAsync: byTime.async,
  runAllTimers: all.sync,
  runAllTimersAsync: all.async,
  runOnlyPendingTimers: pending.sync,
  runOnlyPendingTimersAsync: pending.async,
  advanceTimersToNextTimer: next.sync,
  advanceTimersToNextTimerAsync: next.async,
  runAllTicks() {},
  runAllImmediates: (...args) => passing(() => clock.now).sync(...args),
  clearAllTimers: () => clock?.due.clear(),
  getTimerCount: () => clock?.due.size ?? 0,
  setSystemTime(time = RealDate.now()) {
    if (clock === undefined) install(0);
    const now = new RealDate(time).getTime();
    for (const timer of clock.due.values()) timer.at += now - clock.now;
    clock.start += now - clock.now;
    clock.now = now;
    return this;
  },
  getRealSystemTime: () => RealDate.now(),
  now: () => (clock === undefined ? RealDate.now() : clock.now),
  isFakeTimers: () => clock !== undefined,
  getMockedSystemTime: () => (clock === undefined ? null : new RealDate(clock.now)),
};
