import type { Language } from '@seedmill/contracts';
import { javascript } from './javascript.ts';
import { python } from './python.ts';
import { typescript } from './typescript.ts';

/** Every language, in the order of tables and help texts. A new language is one file and one line here. */
export const languages: readonly Language[] = [python, javascript, typescript];

export { readRunnerReport } from './report.ts';
