/** The part of dockerode that the sandbox uses; the package ships no types of its own. */
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
  }

  export default class Docker {
    info(): Promise<DockerInfo>;
    createContainer(options: Record<string, unknown>): Promise<Container>;
    getContainer(id: string): Container;
    listContainers(options: { all: boolean; filters: string }): Promise<ContainerSummary[]>;
    getImage(name: string): { inspect(): Promise<ImageInspect> };
    buildImage(
      context: { context: string; src: string[] },
      options: Record<string, unknown>,
    ): Promise<Readable>;
  }
}
