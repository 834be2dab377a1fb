// What a person tells, on the wire of both peers and as one viewer holds it. On the wire, little
// endian: who (u16), then the values in the order of the way's FIELDS (i16 each).

export const bytesOf = (fields) => 2 + 2 * fields.length;

export function writeTold(buffer, person, values) {
  buffer.writeUInt16LE(person, 0);
  values.forEach((value, index) => buffer.writeInt16LE(value, 2 + 2 * index));
}

export const readPerson = (buffer, offset) => buffer.readUInt16LE(offset);

export const readValue = (buffer, offset, index) => buffer.readInt16LE(offset + 2 + 2 * index);

/** The last two that a viewer heard of each. */
export class Held {
  #ofPerson = new Map();

  constructor(fields) {
    this.fieldCount = fields.length;
  }

  of(person) {
    return this.#ofPerson.get(person);
  }

  /** valueAt: of the index of a field. */
  hear(person, valueAt, atMs) {
    const isNew = !this.#ofPerson.has(person);
    if (isNew) this.#ofPerson.set(person, this.#nothing());
    const held = this.#ofPerson.get(person);
    [held.newest, held.previous] = [held.previous, held.newest];
    for (let index = 0; index < this.fieldCount; ++index) held.newest[index] = valueAt(index);
    if (isNew) held.previous.set(held.newest);
    held.heardAtMs = atMs;
  }

  /** isKnown: of a person. */
  forgetUnless(isKnown) {
    for (const person of this.#ofPerson.keys()) {
      if (!isKnown(person)) this.#ofPerson.delete(person);
    }
  }

  #nothing() {
    const values = () => new Int16Array(this.fieldCount);
    return { newest: values(), previous: values(), heardAtMs: 0 };
  }
}
