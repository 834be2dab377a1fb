// Positions on the wire: a 64 m cell and an offset inside it (schema/frames.json).
import { wirePosition } from './generated/frames';

export interface WirePosition {
  cellX: number;
  cellZ: number;
  offsetX: number;
  offsetZ: number;
  height: number;
}

const kOffsets = wirePosition.cellSizeM * wirePosition.offsetPerM;

function axisToWire(metres: number): { cell: number; offset: number } {
  const steps = Math.round(metres * wirePosition.offsetPerM);
  const cell = Math.floor(steps / kOffsets);
  return { cell, offset: steps - cell * kOffsets };
}

/** Nearest position that the wire can carry. Heights outside -128 to 895 m are clamped. */
export function toWire(x: number, y: number, z: number): WirePosition {
  const across = axisToWire(x);
  const along = axisToWire(z);
  const height = Math.round((y - wirePosition.heightZeroM) * wirePosition.heightPerM);
  return {
    cellX: across.cell,
    cellZ: along.cell,
    offsetX: across.offset,
    offsetZ: along.offset,
    height: Math.min(65_535, Math.max(0, height)),
  };
}

/** Metres along x or z. */
export function axisFromWire(cell: number, offset: number): number {
  return cell * wirePosition.cellSizeM + offset / wirePosition.offsetPerM;
}

/** Metres above the anchor's height. */
export function heightFromWire(height: number): number {
  return height / wirePosition.heightPerM + wirePosition.heightZeroM;
}

const kTurn = 2 * Math.PI;

/** An angle in 1/steps of a turn, 0 to steps - 1. */
export function turnToWire(radians: number, steps: number): number {
  const part = Math.round((radians / kTurn) * steps) % steps;
  return part < 0 ? part + steps : part;
}

/** Radians of an angle in 1/steps of a turn. */
export function turnFromWire(value: number, steps: number): number {
  return (value * kTurn) / steps;
}

/** Pitch in radians as -127 (straight down) to 127 (straight up). */
export function pitchToWire(radians: number): number {
  return Math.round(Math.min(1, Math.max(-1, radians / (Math.PI / 2))) * 127);
}

export function pitchFromWire(value: number): number {
  return (value / 127) * (Math.PI / 2);
}
