import { join } from 'node:path';
import { checkout } from './checkout.mjs';
import { binFolder, projectEnv, run } from './programs.mjs';
import { SetupError, saying } from './say.mjs';

/** Builds the sandbox images that are missing; their tags are hashes of what they are made from, so looking is quick. No names: all. */
export async function sandboxImages(languages) {
  const command = ['sandbox', 'build', ...languages];
  const options = { cwd: checkout.root, env: projectEnv(checkout.root) };
  const build = async (heard) => {
    try {
      await run(join(binFolder(checkout.root), 'seedmill'), command, { ...options, heard });
    } catch (error) {
      const problem = 'The sandbox images could not be built.';
      throw new SetupError(problem, `npx seedmill ${command.join(' ')}`, error.output);
    }
  };
  const names = languages.length === 0 ? 'all languages' : languages.join(', ');
  await saying(`building the sandbox images for ${names}`, build, { onlyIfLong: true });
}
