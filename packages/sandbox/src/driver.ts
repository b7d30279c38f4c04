import type { SlotLimits } from '@seedmill/contracts';
import Docker from 'dockerode';
import type { AgentContainer } from './agent-connection.ts';
import { dockerDriver } from './docker-driver.ts';
import { localDriver } from './local/local-driver.ts';

/** Where slots come from. What they are, the pool, the agent and its protocol, is the same for all drivers. */
export interface Driver {
  /** Starts a slot of a language. Throws `AppError` (fix-setup) when what it needs is missing. */
  startSlot(language: string, limits: SlotLimits): Promise<AgentContainer>;
  /** Throws `AppError` when the daemon that starts the slots is away; for drivers that stand on one. */
  look?(): Promise<void>;
  /** Throws `AppError` (fix-setup) when the driver, or what it needs for one of these languages, is missing. */
  check(languages: readonly string[]): Promise<void>;
  /** The languages among these that `build` has work for. */
  missing(languages: readonly string[]): Promise<string[]>;
  /** Makes these languages ready, as far as they are not. `onProgress` gets lines for people. */
  build(languages: readonly string[], onProgress: (line: string) => void): Promise<void>;
}

export interface DriverSettings {
  /** `docker` (the default): containers. `local`: bubblewrap and the toolchains of this machine; docs/local.md. */
  driver?: 'docker' | 'local';
  /** Where the local driver keeps what it makes; ~/.cache/seedmill when left out. */
  cache?: string;
  /** The runtime of Docker's containers, such as `runsc`; its default when null or left out. */
  runtime?: string | null;
}

/** The driver that these settings name. */
export function createDriver({ driver = 'docker', runtime = null, cache }: DriverSettings = {}): Driver {
  return driver === 'local' ? localDriver(cache) : dockerDriver(new Docker(), runtime);
}
