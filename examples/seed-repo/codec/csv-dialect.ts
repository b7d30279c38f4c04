/** Comma-separated values in the dialects met in practice, read chunk by chunk. */

export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  /** How a quote is written inside quotes: twice, or behind a backslash. */
  readonly escaping: 'double' | 'backslash';
  /** Drop white space around fields that are not quoted. */
  readonly trim: boolean;
}

export const RFC4180: Dialect = { delimiter: ',', quote: '"', escaping: 'double', trim: false };

export class CsvError extends Error {
  readonly row: number;
  constructor(problem: string, row: number) {
    super(`row ${row}: ${problem}`);
    this.name = 'CsvError';
    this.row = row;
  }
}

/**
 * A reader that takes text in chunks cut anywhere and hands out whole rows.
 *
 * States: `start` of a field · `plain` inside an unquoted field · `quoted` inside quotes ·
 * `escaped` behind a backslash in quotes · `closed` behind a quote that may have ended the field.
 */
export class CsvReader {
  readonly #dialect: Dialect;
  #state: 'start' | 'plain' | 'quoted' | 'escaped' | 'closed' = 'start';
  #field = '';
  #row: string[] = [];
  #rowNumber = 1;
  #afterReturn = false;

  constructor(dialect: Partial<Dialect> = {}) {
    this.#dialect = { ...RFC4180, ...dialect };
  }

  /** Feeds a chunk and returns the rows it completes. */
  push(chunk: string): string[][] {
    const rows: string[][] = [];
    for (const char of chunk) {
      // CR LF counts as one line break, also when a chunk ends between the two.
      const secondHalf = this.#afterReturn && char === '\n';
      this.#afterReturn = char === '\r' && this.#state !== 'quoted' && this.#state !== 'escaped';
      if (!secondHalf) this.#feed(char, rows);
    }
    return rows;
  }

  /** Ends the input and returns the last row, if it had no line break. */
  end(): string[][] {
    if (this.#state === 'quoted' || this.#state === 'escaped') {
      throw new CsvError('the input ends inside quotes', this.#rowNumber);
    }
    const rows: string[][] = [];
    if (this.#state !== 'start' || this.#row.length > 0) this.#endRow(rows);
    return rows;
  }

  #feed(char: string, rows: string[][]): void {
    const { delimiter, quote, escaping, trim } = this.#dialect;
    if (this.#state === 'escaped') {
      this.#field += char;
      this.#state = 'quoted';
    } else if (this.#state === 'quoted') {
      if (char === quote) this.#state = 'closed';
      else if (char === '\\' && escaping === 'backslash') this.#state = 'escaped';
      else this.#field += char;
    } else if (char === delimiter) {
      this.#endField();
    } else if (char === '\n' || char === '\r') {
      this.#endRow(rows);
    } else if (this.#state === 'closed') {
      if (char === quote && escaping === 'double') {
        this.#field += quote;
        this.#state = 'quoted';
      } else if (!trim || char.trim() !== '') {
        throw new CsvError(`unexpected "${char}" behind a quoted field`, this.#rowNumber);
      }
    } else if (this.#state === 'start' && char === quote) {
      this.#state = 'quoted';
    } else if (this.#state !== 'start' || !trim || char.trim() !== '') {
      this.#field += char;
      this.#state = 'plain';
    }
  }

  #endField(): void {
    const trimmed = this.#dialect.trim && this.#state === 'plain';
    this.#row.push(trimmed ? this.#field.trimEnd() : this.#field);
    this.#field = '';
    this.#state = 'start';
  }

  #endRow(rows: string[][]): void {
    const isBlankLine = this.#row.length === 0 && this.#state === 'start';
    this.#endField();
    if (!isBlankLine) rows.push(this.#row);
    this.#row = [];
    this.#rowNumber += 1;
  }
}

/** Reads a whole text into rows; blank lines are left out. */
export function parseCsv(text: string, dialect: Partial<Dialect> = {}): string[][] {
  const reader = new CsvReader(dialect);
  return [...reader.push(text), ...reader.end()];
}

/** Guesses the delimiter: the one that splits the sample into the most, equally many, columns. */
export function sniffDelimiter(
  sample: string,
  candidates: readonly string[] = [',', ';', '\t', '|'],
): string {
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of candidates) {
    const widths = parseCsvLoosely(sample, delimiter).map((row) => row.length);
    const widest = Math.max(...widths, 1);
    const regular = widths.filter((width) => width === widest).length / Math.max(widths.length, 1);
    const score = (widest - 1) * regular ** 2;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** The wrong delimiter may make quotes look misplaced, which only rules that delimiter out. */
function parseCsvLoosely(sample: string, delimiter: string): string[][] {
  try {
    return parseCsv(sample, { delimiter });
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

/** Writes one row, quoting only the fields that need it. */
export function formatRow(fields: readonly string[], dialect: Partial<Dialect> = {}): string {
  const { delimiter, quote, escaping, trim } = { ...RFC4180, ...dialect };
  const quoted = (field: string): string => {
    const body =
      escaping === 'double'
        ? field.replaceAll(quote, quote + quote)
        : field.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
    return quote + body + quote;
  };
  const isLoneEmpty = fields.length === 1 && fields[0] === '';
  return fields
    .map((field) => {
      const special = [delimiter, quote, '\n', '\r'].some((sign) => field.includes(sign));
      const padded = trim && field !== field.trim();
      return special || padded || isLoneEmpty ? quoted(field) : field;
    })
    .join(delimiter);
}
