import type { Comparison, Cost } from './compare.ts';
import type { MixedFigures } from './mixed.ts';
import type { SlotFigures } from './slots.ts';

type Row = readonly string[];

/** What the sandbox itself may cost. */
const LIMITS = { trueMs: 10, truePerSecond: 150, idleMB: 60, busy: 0.9 };

const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
const costs = ({ wallMs, cpuMs }: Cost): string => `${ms(wallMs)}/${ms(cpuMs)}`;
const mark = (good: boolean): string => (good ? '✓' : '✗');

/** How many times faster ours is, against what is asked for. */
export const ratio = (theirs: Cost, ours: Cost): number => theirs.wallMs / ours.wallMs;

function judged(value: number, target: number | undefined): string {
  const times = `${value.toFixed(value < 10 ? 2 : 1)}×`;
  return target === undefined ? times : `${times} ≥${target} ${mark(value >= target)}`;
}

/** Wall and processor ms of every job in every way. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const head = [
    'job',
    'bare',
    'docker run',
    'docker exec',
    'ours',
    'verify',
    'jobs/s ours',
    'jobs/s run',
    'to bare',
    'to docker run',
  ];
  const rows = comparisons.map(({ job, cost, perSecond }) => [
    `${job.language} ${job.name}`,
    costs(cost.bare),
    costs(cost.dockerRun),
    costs(cost.exec),
    costs(cost.ours),
    costs(cost.verify),
    perSecond.ours.toFixed(1),
    perSecond.dockerRun.toFixed(1),
    judged(ratio(cost.bare, cost.ours), job.target.bare),
    judged(ratio(cost.dockerRun, cost.ours), job.target.dockerRun),
  ]);
  return aligned([head, ...rows]);
}

export function slotTable(slots: readonly SlotFigures[]): string {
  const head = [
    'slot',
    'start ms',
    `true ms ≤${LIMITS.trueMs}`,
    `true/s ≥${LIMITS.truePerSecond}`,
    `idle MB ≤${LIMITS.idleMB}`,
  ];
  const rows = slots.map(({ language, startMs, trueMs, truePerSecond, idleBytes }) => [
    language,
    ms(startMs),
    `${ms(trueMs)} ${mark(trueMs <= LIMITS.trueMs)}`,
    `${truePerSecond.toFixed(0)} ${mark(truePerSecond >= LIMITS.truePerSecond)}`,
    `${(idleBytes / 1e6).toFixed(1)} ${mark(idleBytes <= LIMITS.idleMB * 1e6)}`,
  ]);
  return aligned([head, ...rows]);
}

export function mixedLine({ jobs, perSecond, busy }: MixedFigures): string {
  const share = `${(busy * 100).toFixed(0)} % busy (≥ ${LIMITS.busy * 100} %) ${mark(busy >= LIMITS.busy)}`;
  return `${jobs} programs of all languages verified: ${perSecond.toFixed(1)}/s, processors ${share}`;
}

/** Columns of equal width: the first to the left, figures to the right. */
function aligned(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
