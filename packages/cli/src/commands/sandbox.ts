import { languageNamed } from '@seedmill/contracts';
import { languages } from '@seedmill/languages';
import { createDriver, languagesWithImages, pruneImages, runnableLanguages } from '@seedmill/sandbox';
import { Command } from 'commander';
import { sandboxOf } from '../compose.ts';
import { addSettings, configOf } from '../settings-flags.ts';

/** Builds what the sandbox needs for each language: images, or what bubblewrap binds beside the host's toolchains. */
export function sandboxCommand(): Command {
  const sandbox = new Command('sandbox').description('the sandbox that programs are verified in');
  const build = sandbox
    .command('build')
    .description('build what these languages need to be run, where it is missing or out of date')
    .argument('[languages...]', languagesWithImages.join(', '));
  addSettings(build, ['--sandbox']);
  build.action(async (chosen: string[]) => {
    for (const id of chosen) languageNamed(languages, id);
    const config = configOf(build);
    const all = config.sandbox.driver === 'local' ? await runnableLanguages() : languagesWithImages;
    await createDriver(sandboxOf(config)).build(chosen.length > 0 ? chosen : all, (line) => {
      console.error(line);
    });
  });
  sandbox
    .command('prune')
    .description(
      'remove images of Seedmill that are out of date, and what building left over; another checkout may have to build its own again',
    )
    .action(async () => {
      const { removed, kept, bytes } = await pruneImages((line) => {
        console.error(line);
      });
      const stay = kept.length > 0 ? `; ${kept.length} in use, kept` : '';
      console.log(`${removed.length} images removed, up to ${(bytes / 1e9).toFixed(1)} GB${stay}`);
    });
  return sandbox;
}
