import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, type Message, type TeacherStage, teacherStages } from '@seedmill/contracts';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

const frontMatter = z.strictObject({ name: z.string(), version: z.int().positive() });

/** One prompt: a file of its own, versioned, with `{{variables}}`. */
export interface Prompt {
  /** Name and version, such as `suite@1`; every record that it made says so. */
  id: string;
  messages(variables: Readonly<Record<string, string>>): Message[];
}

/** Reads the prompts that Seedmill ships, `prompts/<stage>.md`. */
export function loadPrompts(): Readonly<Record<TeacherStage, Prompt>> {
  const load = (stage: TeacherStage) =>
    parsePrompt(stage, readFileSync(join(import.meta.dirname, '..', 'prompts', `${stage}.md`), 'utf8'));
  const [problem, suite, solution, correct] = teacherStages.map(load);
  if (!problem || !suite || !solution || !correct) throw new Error('a stage has no prompt');
  return { problem, suite, solution, correct };
}

/** Reads a prompt: YAML front matter, then the parts `# system` and `# user`. */
export function parsePrompt(stage: string, text: string): Prompt {
  const parts = /^---\n(.*?)\n---\n# system\n(.*?)\n# user\n(.*)$/s.exec(text);
  if (parts === null) {
    throw new AppError(
      'PROMPT_INVALID',
      'fix-input',
      `The prompt of the stage "${stage}" has not the form that prompts have.`,
      'Begin with front matter (name, version between --- lines), then "# system", then "# user".',
    );
  }
  const [, head = '', system = '', user = ''] = parts;
  const { name, version } = frontMatter.parse(parseYaml(head));
  return {
    id: `${name}@${version}`,
    messages: (variables) => [
      { role: 'system', content: fill(system.trim(), variables) },
      { role: 'user', content: fill(user.trim(), variables) },
    ],
  };
}

/** Fills in every variable in one pass, so that what is filled in is never read as a variable itself. */
function fill(template: string, variables: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`the prompt uses {{${name}}}, which this stage does not give`);
    return value;
  });
}
