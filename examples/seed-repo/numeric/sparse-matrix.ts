/** Sparse matrices in compressed rows, with the products and the solver they are kept for. */

export type Triplet = readonly [row: number, column: number, value: number];

export class SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Row `r` owns the entries from `#starts[r]` up to `#starts[r + 1]`. */
  readonly #starts: Uint32Array;
  readonly #columnOf: Uint32Array;
  readonly #values: Float64Array;

  private constructor(columns: number, starts: Uint32Array, columnOf: Uint32Array, values: Float64Array) {
    this.rows = starts.length - 1;
    this.columns = columns;
    this.#starts = starts;
    this.#columnOf = columnOf;
    this.#values = values;
  }

  /** Builds a matrix from triplets in any order; those for one place add up, and zeros are dropped. */
  static fromTriplets(rows: number, columns: number, triplets: Iterable<Triplet>): SparseMatrix {
    const byRow = Array.from({ length: rows }, () => new Map<number, number>());
    for (const [row, column, value] of triplets) {
      const cells = byRow[row];
      if (!cells || !Number.isInteger(column) || column < 0 || column >= columns) {
        throw new RangeError(`(${row}, ${column}) is outside ${rows} × ${columns}`);
      }
      cells.set(column, (cells.get(column) ?? 0) + value);
    }
    const starts = new Uint32Array(rows + 1);
    const columnOf: number[] = [];
    const values: number[] = [];
    for (const [row, cells] of byRow.entries()) {
      for (const [column, value] of [...cells].sort(([a], [b]) => a - b)) {
        if (value === 0) continue;
        columnOf.push(column);
        values.push(value);
      }
      starts[row + 1] = values.length;
    }
    return new SparseMatrix(columns, starts, Uint32Array.from(columnOf), Float64Array.from(values));
  }

  static identity(size: number): SparseMatrix {
    return SparseMatrix.fromTriplets(
      size,
      size,
      Array.from({ length: size }, (_, i): Triplet => [i, i, 1]),
    );
  }

  /** How many entries are stored. */
  get count(): number {
    return this.#values.length;
  }

  /** Reads one entry by binary search within its row. */
  at(row: number, column: number): number {
    let low = this.#starts[row] ?? 0;
    let high = (this.#starts[row + 1] ?? 0) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#columnOf[middle] ?? 0;
      if (found === column) return this.#values[middle] ?? 0;
      if (found < column) low = middle + 1;
      else high = middle - 1;
    }
    return 0;
  }

  /** The stored entries, row by row. */
  *entries(): Generator<Triplet> {
    for (let row = 0; row < this.rows; row += 1) {
      for (let k = this.#starts[row] ?? 0; k < (this.#starts[row + 1] ?? 0); k += 1) {
        yield [row, this.#columnOf[k] ?? 0, this.#values[k] ?? 0];
      }
    }
  }

  transpose(): SparseMatrix {
    const swapped = Array.from(this.entries(), ([row, column, value]): Triplet => [column, row, value]);
    return SparseMatrix.fromTriplets(this.columns, this.rows, swapped);
  }

  /** The product with a vector. */
  apply(vector: ArrayLike<number>): Float64Array {
    if (vector.length !== this.columns) {
      throw new RangeError(`a vector of ${vector.length} does not fit ${this.columns} columns`);
    }
    const result = new Float64Array(this.rows);
    for (const [row, column, value] of this.entries()) {
      result[row] = (result[row] ?? 0) + value * (vector[column] ?? 0);
    }
    return result;
  }

  /** The product with a matrix, row by row (Gustavson), so that no empty place is ever visited. */
  multiply(other: SparseMatrix): SparseMatrix {
    if (this.columns !== other.rows) {
      throw new RangeError(`${this.rows} × ${this.columns} times ${other.rows} × ${other.columns}`);
    }
    const products: Triplet[] = [];
    for (const [row, middle, value] of this.entries()) {
      for (let k = other.#starts[middle] ?? 0; k < (other.#starts[middle + 1] ?? 0); k += 1) {
        products.push([row, other.#columnOf[k] ?? 0, value * (other.#values[k] ?? 0)]);
      }
    }
    return SparseMatrix.fromTriplets(this.rows, other.columns, products);
  }
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

export interface Solution {
  readonly x: Float64Array;
  readonly iterations: number;
  /** Length of `b - A x`. */
  readonly residual: number;
}

/**
 * Solves `A x = b` by conjugate gradients. `A` must be symmetric and positive definite; a direction
 * along which it is not ends the search with an error.
 */
export function conjugateGradient(
  matrix: SparseMatrix,
  b: ArrayLike<number>,
  { tolerance = 1e-10, maxIterations = 10 * b.length } = {},
): Solution {
  const x = new Float64Array(b.length);
  const residual = Float64Array.from(b);
  let direction = residual.slice();
  let squared = dot(residual, residual);
  const enough = tolerance ** 2 * squared;
  let iterations = 0;
  while (squared > enough && iterations < maxIterations) {
    const image = matrix.apply(direction);
    const curvature = dot(direction, image);
    if (!(curvature > 0)) throw new RangeError('the matrix is not positive definite');
    const step = squared / curvature;
    for (let i = 0; i < x.length; i += 1) {
      x[i] = (x[i] ?? 0) + step * (direction[i] ?? 0);
      residual[i] = (residual[i] ?? 0) - step * (image[i] ?? 0);
    }
    const next = dot(residual, residual);
    const ratio = next / squared;
    direction = residual.map((value, i) => value + ratio * (direction[i] ?? 0));
    squared = next;
    iterations += 1;
  }
  return { x, iterations, residual: Math.sqrt(squared) };
}
