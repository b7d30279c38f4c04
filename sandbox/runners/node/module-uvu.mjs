// Stands for `uvu`.

import { uvuSuite } from './foreign.mjs';
import { api } from './framework.mjs';
import { freezeFrameworks } from './seal.mjs';

export const suite = uvuSuite(api);
export const test = suite();
freezeFrameworks(suite, test);
