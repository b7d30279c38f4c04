/**
 * Bytes as text that people can read aloud: Crockford's base 32 with an optional check symbol, and
 * variable-length integers for the bytes themselves.
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHECK_ALPHABET = `${ALPHABET}*~$=U`;
const LOOKALIKES = { O: '0', I: '1', L: '1' };

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function encodeBase32(bytes) {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[buffer >>> bits];
      buffer &= (1 << bits) - 1;
    }
  }
  if (bits > 0) text += ALPHABET[buffer << (5 - bits)];
  return text;
}

/**
 * Reads base 32 leniently: either case, hyphens anywhere, O for 0, I and L for 1. Left-over bits
 * must be zero, so that every byte string has one spelling.
 *
 * @param {string} text
 * @returns {Uint8Array}
 */
export function decodeBase32(text) {
  const symbols = text.toUpperCase().replaceAll('-', '');
  const bytes = new Uint8Array(Math.floor((symbols.length * 5) / 8));
  let buffer = 0;
  let bits = 0;
  let length = 0;
  for (const symbol of symbols) {
    const digit = ALPHABET.indexOf(LOOKALIKES[symbol] ?? symbol);
    if (digit < 0) throw new SyntaxError(`"${symbol}" is not a base 32 symbol`);
    buffer = (buffer << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[length] = buffer >>> bits;
      length += 1;
      buffer &= (1 << bits) - 1;
    }
  }
  if (bits >= 5 || buffer !== 0) throw new SyntaxError('the text is cut off or has stray bits at its end');
  return bytes;
}

/**
 * The symbol for the number that the bytes spell, modulo 37: it betrays any one wrong symbol and
 * any two swapped neighbours.
 *
 * @param {Uint8Array} bytes
 */
export function checkSymbol(bytes) {
  let remainder = 0;
  for (const byte of bytes) remainder = (remainder * 256 + byte) % 37;
  return CHECK_ALPHABET[remainder];
}

/**
 * Appends an unsigned integer to `out`, seven bits a byte, the lowest first; the top bit says that
 * more follow. BigInt, because 64-bit ids do not fit a number.
 *
 * @param {bigint} value
 * @param {number[]} out
 */
export function writeVarint(value, out) {
  if (value < 0n) throw new RangeError('only unsigned integers; map signed ones with zigzag first');
  let rest = value;
  while (rest >= 0x80n) {
    out.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  out.push(Number(rest));
}

/**
 * @param {Uint8Array} bytes
 * @param {number} [offset]
 * @returns {{value: bigint, end: number}} `end` is the offset behind the integer
 */
export function readVarint(bytes, offset = 0) {
  let value = 0n;
  for (let i = offset, shift = 0n; i < bytes.length; i += 1, shift += 7n) {
    value |= BigInt(bytes[i] & 0x7f) << shift;
    if (bytes[i] < 0x80) return { value, end: i + 1 };
  }
  throw new RangeError(`the integer at offset ${offset} is cut off`);
}

/** Maps 0, -1, 1, -2, … to 0, 1, 2, 3, …, so that small negative numbers stay short. */
export const zigzag = (value) => (value >= 0n ? value << 1n : (-value << 1n) - 1n);

/** The inverse of `zigzag`. */
export const unzigzag = (value) => (value & 1n ? -((value + 1n) >> 1n) : value >> 1n);

/**
 * Packs a list of integers as the differences between neighbours, which are small when it is sorted.
 *
 * @param {Iterable<bigint>} numbers
 * @returns {Uint8Array}
 */
export function packDeltas(numbers) {
  const out = [];
  let previous = 0n;
  for (const number of numbers) {
    writeVarint(zigzag(number - previous), out);
    previous = number;
  }
  return Uint8Array.from(out);
}

/**
 * @param {Uint8Array} bytes
 * @returns {bigint[]}
 */
export function unpackDeltas(bytes) {
  const numbers = [];
  let current = 0n;
  for (let offset = 0; offset < bytes.length; ) {
    const { value, end } = readVarint(bytes, offset);
    current += unzigzag(value);
    numbers.push(current);
    offset = end;
  }
  return numbers;
}
