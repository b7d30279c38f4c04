// Stands for `tape`.

import { tapeOf } from './foreign.mjs';
import { api } from './framework.mjs';
import { freezeFrameworks } from './seal.mjs';

const tape = tapeOf(api);
freezeFrameworks(tape);

export { tape as default, tape as test, tape as 'module.exports' };
