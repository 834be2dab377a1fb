// Checks the fields of a JSON message against its description in schema/messages.json.

/** A message from the server breaks the schema; the text names the field. */
export class FieldFault extends Error {}

/** Turns an unknown JSON value into a checked one, or throws FieldFault. */
export type Read<T> = (value: unknown) => T;

/** The value as an object with fields. */
export function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FieldFault('not an object');
  }
  return value as Record<string, unknown>;
}

/** Reads one field; a fault inside it is reported with its name. */
export function at<T>(from: Record<string, unknown>, name: string, read: Read<T>): T {
  try {
    return read(from[name]);
  } catch (fault) {
    if (fault instanceof FieldFault) throw new FieldFault(`${name}: ${fault.message}`);
    throw fault;
  }
}

/** Text of min to max characters (code points). */
export const text =
  (min: number, max: number): Read<string> =>
  (value) => {
    if (typeof value !== 'string') throw new FieldFault('not text');
    const length = [...value].length;
    if (length < min || length > max) throw new FieldFault(`length not ${min} to ${max}`);
    return value;
  };

/** A finite number from min to max. */
export const number =
  (min: number, max: number): Read<number> =>
  (value) => {
    if (typeof value !== 'number' || !(value >= min && value <= max)) {
      throw new FieldFault(`not a number from ${min} to ${max}`);
    }
    return value;
  };

/** A whole number from min to max. */
export const integer =
  (min: number, max: number): Read<number> =>
  (value) => {
    if (!Number.isInteger(value)) throw new FieldFault('not an integer');
    return number(min, max)(value);
  };

/** true or false. */
export const boolean: Read<boolean> = (value) => {
  if (typeof value !== 'boolean') throw new FieldFault('not true or false');
  return value;
};

/** 64 bits as a decimal string. */
export const u64: Read<bigint> = (value) => {
  if (typeof value !== 'string' || !/^\d{1,20}$/.test(value)) {
    throw new FieldFault('not a decimal string');
  }
  return BigInt(value);
};

/** One of a fixed set of words. */
export const choice =
  <const T extends string>(values: readonly T[]): Read<T> =>
  (value) => {
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw new FieldFault('not one of the choices');
    return found;
  };

/** A list of at most max items. */
export const list =
  <T>(read: Read<T>, max: number): Read<T[]> =>
  (value) => {
    if (!Array.isArray(value)) throw new FieldFault('not a list');
    if (value.length > max) throw new FieldFault(`more than ${max} items`);
    return value.map((item) => read(item));
  };
