/** Tasks are opened in the transaction that keeps their subject: a gap means a damaged ledger. */
export function held<T>(record: T | undefined, id: string): T {
  if (record === undefined) throw new Error(`the ledger has a task for ${id} but does not hold it`);
  return record;
}

/** The two parts of a subject such as `prob-1a2b/python` or `suite-3c4d/0`. */
export function split(subject: string): [record: string, part: string] {
  const at = subject.lastIndexOf('/');
  if (at < 0) throw new Error(`"${subject}" is not a subject of two parts`);
  return [subject.slice(0, at), subject.slice(at + 1)];
}
