/** The part of dockerode that the sandbox and its tests use; the package ships no types of its own. */
declare module 'dockerode' {
  import type { Duplex, Readable } from 'node:stream';

  export interface ContainerInspect {
    Id: string;
    /** Digest. */
    Image: string;
    State: { Running: boolean };
  }

  export interface Container {
    readonly id: string;
    attach(options: Record<string, boolean>): Promise<Duplex>;
    start(): Promise<unknown>;
    remove(options: { force: boolean }): Promise<unknown>;
    wait(options: { condition: 'removed' | 'next-exit' }): Promise<unknown>;
    inspect(): Promise<ContainerInspect>;
  }

  export interface ImageInspect {
    Id: string;
    Size: number;
  }

  export interface Image {
    inspect(): Promise<ImageInspect>;
    /** Rejects with 409 while a container uses it. */
    remove(options?: { noprune?: boolean }): Promise<unknown>;
    /** As an archive, for `loadImage`. */
    get(): Promise<Readable>;
  }

  export interface ImageSummary {
    Id: string;
    /** Null or `<none>:<none>` for an image without a name. */
    RepoTags: string[] | null;
    Size: number;
  }

  export interface ContainerSummary {
    Id: string;
    Labels: Record<string, string>;
  }

  export interface DockerInfo {
    ServerVersion: string;
    CgroupVersion?: string;
    DefaultRuntime: string;
    Architecture: string;
    SecurityOptions?: string[] | null;
    /** Whether the daemon can limit memory, and processes. */
    MemoryLimit?: boolean;
    PidsLimit?: boolean;
  }

  export default class Docker {
    constructor(options?: { socketPath: string });
    info(): Promise<DockerInfo>;
    ping(): Promise<unknown>;
    createContainer(options: Record<string, unknown>): Promise<Container>;
    getContainer(id: string): Container;
    listContainers(options: { all: boolean; filters: string }): Promise<ContainerSummary[]>;
    getImage(name: string): Image;
    listImages(options: { filters: string }): Promise<ImageSummary[]>;
    loadImage(archive: Readable): Promise<Readable>;
    buildImage(
      context: { context: string; src: string[] },
      options: Record<string, unknown>,
    ): Promise<Readable>;
  }
}
