import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Some runs one after another: the wall time of each, and the processor time of the whole machine meanwhile. */
export interface Runs {
  wallMs: number[];
  cpuMs: number;
}

/** /proc/stat counts hundredths of a second. (proc(5), USER_HZ) */
const TICK_MS = 10;

/** Processor time of the machine since it started: what was worked, and all there was. */
export function machineTime(): { busyMs: number; allMs: number } {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softirq = 0] = line
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const busy = user + nice + system + irq + softirq;
  return { busyMs: busy * TICK_MS, allMs: (busy + idle + waiting) * TICK_MS };
}

/** Does something so many times, one after the other. */
export async function timed(times: number, once: () => Promise<unknown>): Promise<Runs> {
  const before = machineTime().busyMs;
  const wallMs: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await once();
    wallMs.push(performance.now() - started);
  }
  return { wallMs, cpuMs: machineTime().busyMs - before };
}

/** How often a second something is done, two at a time, over at least `ms`. */
export async function perSecond(ms: number, once: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  let count = 0;
  const worker = async () => {
    while (performance.now() - started < ms) {
      await once();
      count += 1;
    }
  };
  await Promise.all([worker(), worker()]);
  return (count * 1000) / (performance.now() - started);
}

const LOOK_MS = 200;
const MOST_LOOKS = 50;

/** Waits until the machine has next to nothing to do, or ten seconds: what was started may still warm up. */
export async function settled(): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const before = machineTime();
    await setTimeout(LOOK_MS);
    const after = machineTime();
    if (after.busyMs - before.busyMs < 0.1 * (after.allMs - before.allMs)) return;
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
