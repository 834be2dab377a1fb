// A motion on the wire of both peers, 12 bytes little endian: who, the step of the walk at which it
// was true (u16), x, z (i16, cm), velocity x, z (i16, mm/s).

export const MOTION_BYTES = 12;

export function writeMotion(buffer, offset, { person, step, x, z, vx, vz }) {
  buffer.writeUInt16LE(person, offset);
  buffer.writeUInt16LE(step, offset + 2);
  buffer.writeInt16LE(Math.round(x * 100), offset + 4);
  buffer.writeInt16LE(Math.round(z * 100), offset + 6);
  buffer.writeInt16LE(Math.round(vx * 1000), offset + 8);
  buffer.writeInt16LE(Math.round(vz * 1000), offset + 10);
}

export function readMotion(buffer, offset) {
  return {
    person: buffer.readUInt16LE(offset),
    step: buffer.readUInt16LE(offset + 2),
    x: buffer.readInt16LE(offset + 4) / 100,
    z: buffer.readInt16LE(offset + 6) / 100,
    vx: buffer.readInt16LE(offset + 8) / 1000,
    vz: buffer.readInt16LE(offset + 10) / 1000,
  };
}
