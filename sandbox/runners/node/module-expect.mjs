// Stands for the package `expect`.

import { expect } from './expect.mjs';

export { expect };
export default expect;
