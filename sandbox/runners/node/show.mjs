// How values are shown in messages, without running code that hangs on them.

import { AssertionError } from 'node:assert';
import { inspect } from 'node:util';

const options = {
  depth: 4,
  customInspect: false,
  maxArrayLength: 50,
  maxStringLength: 500,
  breakLength: 100,
  sorted: true,
};

export function show(value) {
  try {
    return inspect(value, options);
  } catch {
    return `[${typeof value}]`;
  }
}

/** A check of the suite that did not hold. */
export class Unmet extends AssertionError {
  constructor(message) {
    super({ message });
  }
}
