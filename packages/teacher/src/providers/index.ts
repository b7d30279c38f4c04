import type { Provider, TeacherSettings } from '@seedmill/contracts';
import { openaiCompatible } from './openai-compatible.ts';
import type { ProviderSettings } from './provider-settings.ts';
import { recorded } from './recorded.ts';

/** Every provider by the name it has in the settings. A new one is one file and one line here. */
const providers: Readonly<Record<TeacherSettings['provider'], (settings: ProviderSettings) => Provider>> = {
  'openai-compatible': openaiCompatible,
  recorded,
};

/** @throws AppError (fix-input) when the settings lack what the provider needs */
export function createProvider(settings: ProviderSettings): Provider {
  return providers[settings.provider](settings);
}
