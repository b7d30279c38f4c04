import { contentId, type Stage } from '@seedmill/contracts';
import { failedAnswer } from '../failed-answer.ts';
import { held } from '../held.ts';

/** 2 The teacher writes a problem inspired by a snippet. The subject is the snippet's id. */
export const problemStage: Stage = {
  name: 'problem',
  async run(snippetId, run, { ledger, teacher }, signal) {
    const snippet = held(await ledger.snippet(snippetId), snippetId);
    const answer = await teacher(run).problem(run.id, snippet, signal);
    if (answer.outcome === 'teacher-failed') return failedAnswer(answer.detail);
    const { value, madeBy } = answer;
    const id = contentId('problem', snippetId, value);
    return {
      records: [{ kind: 'problem', record: { id, snippetId, ...value, madeBy } }],
      made: id,
      next: run.languages.map((language) => ({ run: run.id, stage: 'suite', subject: `${id}/${language}` })),
    };
  },
};
