// Stands for `tape`.

import { tapeOf } from './foreign.mjs';
import { api } from './framework.mjs';
import { freezeFrameworks } from './seal.mjs';

export const test = tapeOf(api);
freezeFrameworks(test);
export default test;
export { test as 'module.exports' };
