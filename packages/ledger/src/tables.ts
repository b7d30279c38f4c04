/** The tables as Kysely sees them. `body` is the whole record as JSON; columns beside it are for queries. */
export interface Tables {
  meta: { key: string; value: string };
  runs: { id: string; body: string };
  snippets: { id: string; run_id: string; language: string; body: string };
  problems: { id: string; run_id: string; snippet_id: string; body: string };
  suites: {
    id: string;
    run_id: string;
    problem_id: string;
    language: string;
    outcome: string;
    reason: string | null;
    body: string;
  };
  attempts: {
    id: string;
    run_id: string;
    problem_id: string;
    suite_id: string;
    language: string;
    sample: number;
    try: number;
    corrects: string | null;
    body: string;
  };
  verdicts: {
    attempt_id: string;
    run_id: string;
    outcome: string;
    phase: string | null;
    reason: string | null;
    body: string;
  };
  calls: {
    id: string;
    run_id: string;
    stage: string;
    record: string;
    ask: number;
    model: string;
    input_tokens: number | null;
    output_tokens: number | null;
    body: string;
  };
  tasks: {
    run_id: string;
    stage: string;
    subject: string;
    /** `open`, `done` or `failed`. */
    state: string;
    /** Id of the record it made. */
    made: string | null;
    reason: string | null;
    detail: string | null;
  };
}
