/** What only the benchmarks need of dockerode. */
declare module 'dockerode' {
  import type { Duplex } from 'node:stream';

  export interface Exec {
    start(options: { hijack: boolean; stdin: boolean }): Promise<Duplex>;
    inspect(): Promise<{ ExitCode: number | null }>;
  }

  export interface ContainerStats {
    memory_stats: {
      usage?: number;
      stats?: Partial<
        Record<'total_inactive_file' | 'total_active_file' | 'inactive_file' | 'active_file', number>
      >;
    };
  }

  export interface Container {
    exec(options: {
      Cmd: string[];
      User: string;
      WorkingDir: string;
      AttachStdout: boolean;
      AttachStderr: boolean;
    }): Promise<Exec>;
    stats(options: { stream: false; 'one-shot': true }): Promise<ContainerStats>;
  }
}
