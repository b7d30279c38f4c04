import type { TeacherSettings } from '@seedmill/contracts';

/** What a provider is made from: the run's settings, and the key, which is kept apart from them. */
export interface ProviderSettings extends TeacherSettings {
  apiKey: string | undefined;
}
