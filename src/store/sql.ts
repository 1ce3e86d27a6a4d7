export type SqlValue = string | number | null;

/** What a database gave back for one row; read it with the functions of this file. */
export type Row = Readonly<Record<string, unknown>>;

/** Runs one statement: parameters are `$1`, `$2` …; whole numbers come back as numbers, on every database. */
export type Sql = (text: string, ...values: readonly SqlValue[]) => Promise<readonly Row[]>;

/** A database that speaks the common subset: TEXT and BIGINT, ON CONFLICT, RETURNING, partial indexes. */
export type Database = {
  /** One query, seeing only what is committed. */
  readonly read: Sql;
  /** All or nothing, on disk when it resolves. Within it only its own `sql` may be used: `read` waits for its end. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** Stands at the end of a SELECT whose rows are written next: nothing where only one writer can be. */
  readonly skipLocked: string;
  close(): Promise<void>;
};

export function textIn(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds ${typeof value}`);
  return value;
}

export function optionalTextIn(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textIn(row, column);
}

export function numberIn(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds ${typeof value}`);
  return value;
}

export function optionalNumberIn(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : numberIn(row, column);
}

/** `$3, $4`: places for the values of a list, the first of which is number `first`. */
export function places(count: number, first: number): string {
  return Array.from({ length: count }, (_, index) => `$${first + index}`).join(', ');
}
