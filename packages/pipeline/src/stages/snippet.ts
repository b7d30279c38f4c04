import type { Stage } from '@seedmill/contracts';

/** 1 Cuts a seed repository into snippets. The subject is the run's seed. */
export const snippetStage: Stage = {
  name: 'snippet',
  async run(_subject, run, { seeds }) {
    const { snippets } = await seeds.snippets(run);
    return {
      records: snippets.map((record) => ({ kind: 'snippet', record })),
      next: snippets.map(({ id }) => ({ run: run.id, stage: 'problem', subject: id })),
    };
  },
};
