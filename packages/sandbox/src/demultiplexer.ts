const HEADER = 8;
const STDOUT = 1;
const STDERR = 2;

/** What the two streams of a container are handed to. */
export interface Streams {
  stdout(chunk: Buffer): void;
  stderr(chunk: Buffer): void;
}

/**
 * Splits the one stream of an attached container into stdout and stderr. Docker frames them as one byte of
 * stream number, three zeros, a big-endian u32 length and the bytes. (Docker Engine API, "Attach to a container")
 *
 * Bodies are handed on as they come, so it keeps no more than an incomplete header.
 */
export function demultiplexer(streams: Streams): (chunk: Buffer) => void {
  let header = Buffer.alloc(0);
  let stream = 0;
  let left = 0;

  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (left === 0) {
        const missing = HEADER - header.length;
        header = Buffer.concat([header, rest.subarray(0, missing)]);
        rest = rest.subarray(missing);
        if (header.length < HEADER) return;
        stream = header.readUInt8(0);
        left = header.readUInt32BE(4);
        header = Buffer.alloc(0);
        if (stream !== STDOUT && stream !== STDERR)
          throw new Error('Docker sent a stream that is neither stdout nor stderr');
        continue;
      }
      const body = rest.subarray(0, left);
      rest = rest.subarray(body.length);
      left -= body.length;
      if (stream === STDOUT) streams.stdout(body);
      else streams.stderr(body);
    }
  };
}
