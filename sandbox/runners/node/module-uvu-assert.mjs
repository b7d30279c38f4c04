// Stands for `uvu/assert`.

import { freezeFrameworks } from './seal.mjs';
import { uvuAssert } from './tester.mjs';

freezeFrameworks(uvuAssert);
export const { ok, is, equal, type, instance, match, throws, unreachable, not } = uvuAssert;
