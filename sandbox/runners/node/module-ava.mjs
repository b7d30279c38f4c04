// Stands for `ava`.

import { avaOf } from './foreign.mjs';
import { api } from './framework.mjs';
import { freezeFrameworks } from './seal.mjs';

const test = avaOf(api);
freezeFrameworks(test);
export default test;
export { test as 'module.exports' };
