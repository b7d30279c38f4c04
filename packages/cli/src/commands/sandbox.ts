import { languageNamed } from '@seedmill/contracts';
import { languages } from '@seedmill/languages';
import { buildImages, languagesWithImages } from '@seedmill/sandbox';
import { Command } from 'commander';

/** Builds the sandbox's images. */
export function sandboxCommand(): Command {
  const sandbox = new Command('sandbox').description('the sandbox that programs are verified in');
  sandbox
    .command('build')
    .description('build the images of these languages, where they are missing or out of date')
    .argument('[languages...]', languagesWithImages.join(', '), [...languagesWithImages])
    .action(async (chosen: string[]) => {
      for (const id of chosen) languageNamed(languages, id);
      await buildImages(chosen, (line) => {
        console.error(line);
      });
    });
  return sandbox;
}
