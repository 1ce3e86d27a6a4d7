/** Says what is wrong with a value that stands at a JSON pointer: nothing when it is right. */
export type Check = (value: unknown, at: string) => readonly string[];

type Fields = Readonly<Record<string, Check>>;

/** The value as an object, when it is one. */
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? // A JSON object has string keys.
      (value as Readonly<Record<string, unknown>>)
    : undefined;

/** An object of one type: every required field, no unknown one. */
export function shape(required: Fields, optional: Fields = {}): Check {
  return (value, at) => {
    const record = recordOf(value);
    if (record === undefined) return [`must be an object [${at}]`];
    const known: Fields = { ...required, ...optional };
    const missing = Object.keys(required)
      .filter((key) => record[key] === undefined)
      .map((key) => `missing required field: ${key} [${at}]`);
    const wrong = Object.entries(record).flatMap(([key, field]) => {
      if (field === undefined) return [];
      const check = Object.hasOwn(known, key) ? known[key] : undefined;
      return check === undefined
        ? [`invalid additional property: ${key} [${at}]`]
        : check(field, `${at}/${key}`);
    });
    return [...missing, ...wrong];
  };
}

/** An object whose `type` says which shape it has. */
export function tagged(shapes: Fields): Check {
  return (value, at) => {
    const type = recordOf(value)?.type;
    const check =
      typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type] : undefined;
    return check === undefined
      ? [`unsupported type: ${String(type)} [${at}/type]`]
      : check(value, at);
  };
}

export function string(min: number, max: number): Check {
  return (value, at) => {
    if (typeof value !== 'string') return [`must be a string [${at}]`];
    if (value.length < min) return [`must be more than ${min - 1} characters [${at}]`];
    return value.length > max
      ? [`must be less than ${max + 1} characters, is ${value.length} [${at}]`]
      : [];
  };
}

export function list(min: number, max: number, item: Check): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return [`must be an array [${at}]`];
    if (value.length < min) return [`no fewer than ${min} items allowed [${at}]`];
    const tooMany =
      value.length > max
        ? [`no more than ${max} items allowed, there are ${value.length} [${at}]`]
        : [];
    return [...tooMany, ...value.flatMap((element, index) => item(element, `${at}/${index}`))];
  };
}

export function oneOf(...allowed: readonly (string | number)[]): Check {
  return (value, at) =>
    allowed.some((each) => each === value) ? [] : [`must be one of ${allowed.join(', ')} [${at}]`];
}

export function integer(min: number, max: number): Check {
  return (value, at) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? []
      : [`must be a whole number from ${min} to ${max} [${at}]`];
}

export const flag: Check = (value, at) =>
  typeof value === 'boolean' ? [] : [`must be a boolean [${at}]`];

const LINK = /^(?:https?:\/\/[^\s/]|mailto:[^\s])/u;

/** A link that Slack takes. */
export const url: Check = (value, at) => {
  const wrong = string(1, 3_000)(value, at);
  if (wrong.length > 0) return wrong;
  return LINK.test(String(value)) && URL.canParse(String(value)) ? [] : [`invalid url [${at}]`];
};

/** Both checks, on the same value. */
export function both(first: Check, second: Check): Check {
  return (value, at) => [...first(value, at), ...second(value, at)];
}

/** At least one of the fields must be there. */
export function someOf(...names: readonly string[]): Check {
  return (value, at) =>
    names.some((name) => recordOf(value)?.[name] !== undefined)
      ? []
      : [`needs one of ${names.join(', ')} [${at}]`];
}
