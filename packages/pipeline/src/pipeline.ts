import type { Run, Services, Stage, StageName, Task } from '@seedmill/contracts';
import { correctStage } from './stages/correct.ts';
import { problemStage } from './stages/problem.ts';
import { snippetStage } from './stages/snippet.ts';
import { solutionStage } from './stages/solution.ts';
import { suiteStage } from './stages/suite.ts';
import { verifyStage } from './stages/verify.ts';

/**
 * The main flow.
 *
 *     seed repository ─ 1 snippet ─► snippets
 *     snippet         ─ 2 problem ─► problem
 *     problem         ─ 3 suite ───► suite, per language; its bare interface fails it
 *     suite           ─ 4 solution ► attempts (try 0), k samples, tests unseen
 *     attempt         ─ 5 verify ──► verdict: passed = pair · failed at try 0 ─► 6
 *     failed attempt  ─ 6 correct ─► attempt (try 1) ─► 5, once
 */
export const stages: readonly Stage[] = [
  snippetStage,
  problemStage,
  suiteStage,
  solutionStage,
  verifyStage,
  correctStage,
];

/** The task that a run starts with. */
export const firstTask = (run: Run): Task => ({ run: run.id, stage: 'snippet', subject: run.id });

/**
 * Does one task: looks whether it is still open, runs its stage, and keeps the result in one transaction.
 * A crash anywhere leaves the task open, and doing it again ends the same.
 *
 * @returns the tasks that follow, which the ledger holds already; none when the task was done before
 */
export async function perform(task: Task, services: Services, signal: AbortSignal): Promise<Task[]> {
  if (!(await services.ledger.isOpen(task))) return [];
  const run = await services.ledger.run(task.run);
  if (run === undefined) throw new Error(`the ledger has tasks of ${task.run} but does not hold it`);
  const result = await stageOf(task.stage).run(task.subject, run, services, signal);
  await services.ledger.complete(task, result);
  return result.next;
}

function stageOf(name: StageName): Stage {
  const stage = stages.find((known) => known.name === name);
  if (stage === undefined) throw new Error(`no stage "${name}" is registered`);
  return stage;
}
