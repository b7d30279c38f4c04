import { createCipheriv, createHash } from 'node:crypto';
import type { Files } from '@seedmill/contracts';

/** Files that only who holds the key can read. */
export interface Sealed {
  files: Files;
  /** 64 hex digits, as good a secret as the files themselves: it is made of what they say. */
  key: string;
}

const sha256 = (text: string) => createHash('sha256').update(text);

/**
 * Seals files, so that the program which is laid beside them cannot look up what they expect: AES-256 in counter mode,
 * in base64, the counter beginning with the hash of the path.
 */
export function sealed(files: Files): Sealed {
  const key = sha256(JSON.stringify(files)).digest();
  const seal = ([path, text]: [string, string]): [string, string] => {
    const cipher = createCipheriv('aes-256-ctr', key, sha256(path).digest().subarray(0, 16));
    return [path, Buffer.concat([cipher.update(text), cipher.final()]).toString('base64')];
  };
  return { files: Object.fromEntries(Object.entries(files).map(seal)), key: key.toString('hex') };
}
