import {
  BufferAttribute,
  BufferGeometry,
  InterleavedBuffer,
  InterleavedBufferAttribute,
  Matrix4,
  Quaternion,
  Vector3,
} from 'three';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';

// Reads the part of glTF 2.0 that our import writes: triangles with EXT_meshopt_compression and
// KHR_mesh_quantization, materials by name. Three's GLTFLoader would cost the first visit 14 KB.

/** One drawn part of a tile: geometry, the name of its material, where it stands in the tile. */
export interface GlbPart {
  geometry: BufferGeometry;
  material: string;
  matrix: Matrix4;
}

type Numbers = Int8Array | Uint8Array | Int16Array | Uint16Array | Uint32Array | Float32Array;

interface CompressedView {
  buffer: number;
  byteOffset?: number;
  byteLength: number;
  byteStride: number;
  count: number;
  mode: string;
  filter?: string;
}

interface BufferView {
  buffer: number;
  byteOffset?: number;
  byteLength: number;
  byteStride?: number;
  extensions?: { EXT_meshopt_compression?: CompressedView };
}

interface Accessor {
  bufferView: number;
  byteOffset?: number;
  componentType: number;
  normalized?: boolean;
  count: number;
  type: string;
}

interface Node {
  mesh?: number;
  children?: number[];
  matrix?: number[];
  translation?: [number, number, number];
  rotation?: [number, number, number, number];
  scale?: [number, number, number];
}

interface Primitive {
  attributes: Record<string, number>;
  indices: number;
  material?: number;
}

interface Gltf {
  scene?: number;
  scenes: { nodes: number[] }[];
  nodes: Node[];
  meshes: { primitives: Primitive[] }[];
  materials?: { name?: string }[];
  accessors: Accessor[];
  bufferViews: BufferView[];
}

const kMagic = 0x46546c67;
const kJson = 0x4e4f534a;
const kWidth: Readonly<Record<string, number>> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 };
const kArrays: Readonly<
  Record<number, new (buffer: ArrayBuffer, offset: number, length: number) => Numbers>
> = {
  5120: Int8Array,
  5121: Uint8Array,
  5122: Int16Array,
  5123: Uint16Array,
  5125: Uint32Array,
  5126: Float32Array,
};
const kNames: Readonly<Record<string, string>> = {
  POSITION: 'position',
  NORMAL: 'normal',
  COLOR_0: 'color',
  TEXCOORD_0: 'uv',
  _FEATURE_ID_0: '_feature_id_0',
};

class Reader {
  private readonly views = new Map<number, Uint8Array<ArrayBuffer>>();

  constructor(
    readonly gltf: Gltf,
    private readonly binary: Uint8Array<ArrayBuffer>,
  ) {}

  /** Bytes of a view, decompressed and aligned for any type. */
  private view(index: number): Uint8Array<ArrayBuffer> {
    const known = this.views.get(index);
    if (known) return known;
    const view = this.gltf.bufferViews[index]!;
    const packed = view.extensions?.EXT_meshopt_compression;
    let bytes: Uint8Array<ArrayBuffer>;
    if (packed) {
      bytes = new Uint8Array(packed.count * packed.byteStride);
      const from = packed.byteOffset ?? 0;
      const source = this.binary.subarray(from, from + packed.byteLength);
      MeshoptDecoder.decodeGltfBuffer(
        bytes,
        packed.count,
        packed.byteStride,
        source,
        packed.mode,
        packed.filter,
      );
    } else {
      const from = view.byteOffset ?? 0;
      bytes = this.binary.slice(from, from + view.byteLength);
    }
    this.views.set(index, bytes);
    return bytes;
  }

  attribute(index: number): BufferAttribute | InterleavedBufferAttribute {
    const accessor = this.gltf.accessors[index]!;
    const view = this.gltf.bufferViews[accessor.bufferView]!;
    const bytes = this.view(accessor.bufferView);
    const width = kWidth[accessor.type] ?? 1;
    const Numbers = kArrays[accessor.componentType]!;
    const size = new Numbers(new ArrayBuffer(0), 0, 0).BYTES_PER_ELEMENT;
    const packed = view.extensions?.EXT_meshopt_compression;
    const stride = (packed?.byteStride ?? view.byteStride ?? width * size) / size;
    const from = accessor.byteOffset ?? 0;
    const normalized = accessor.normalized ?? false;
    if (stride === width) {
      const numbers = new Numbers(bytes.buffer, from, accessor.count * width);
      return new BufferAttribute(numbers, width, normalized);
    }
    const all = new Numbers(bytes.buffer, 0, Math.floor(bytes.byteLength / size));
    const shared = new InterleavedBuffer(all, stride);
    return new InterleavedBufferAttribute(shared, width, from / size, normalized);
  }

  parts(node: Node, parent: Matrix4, out: GlbPart[]): void {
    const matrix = parent.clone().multiply(localMatrix(node));
    const mesh = node.mesh === undefined ? undefined : this.gltf.meshes[node.mesh];
    for (const primitive of mesh?.primitives ?? []) {
      const geometry = new BufferGeometry();
      for (const [semantic, accessor] of Object.entries(primitive.attributes)) {
        const name = kNames[semantic];
        if (name) geometry.setAttribute(name, this.attribute(accessor));
      }
      geometry.setIndex(this.attribute(primitive.indices) as BufferAttribute);
      const material = this.gltf.materials?.[primitive.material ?? -1]?.name ?? '';
      out.push({ geometry, material, matrix });
    }
    for (const child of node.children ?? []) this.parts(this.gltf.nodes[child]!, matrix, out);
  }
}

function localMatrix(node: Node): Matrix4 {
  if (node.matrix) return new Matrix4().fromArray(node.matrix);
  return new Matrix4().compose(
    new Vector3(...(node.translation ?? [0, 0, 0])),
    new Quaternion(...(node.rotation ?? [0, 0, 0, 1])),
    new Vector3(...(node.scale ?? [1, 1, 1])),
  );
}

/** All parts of a binary glTF file. Throws on bytes that are no such file. */
export async function readGlb(bytes: ArrayBuffer): Promise<GlbPart[]> {
  await MeshoptDecoder.ready;
  const header = new DataView(bytes);
  if (bytes.byteLength < 20 || header.getUint32(0,
    true) !== kMagic) throw new Error('not a glb file');
  const jsonLength = header.getUint32(12, true);
  if (header.getUint32(16, true) !== kJson) throw new Error('glb without JSON');
  const text = new TextDecoder().decode(new Uint8Array(bytes, 20, jsonLength));
  const gltf = JSON.parse(text) as Gltf;
  const reader = new Reader(gltf, new Uint8Array(bytes, Math.min(28 + jsonLength,
    bytes.byteLength)));
  const out: GlbPart[] = [];
  for (const node of gltf.scenes[gltf.scene ?? 0]?.nodes ?? []) {
    reader.parts(gltf.nodes[node]!, new Matrix4(), out);
  }
  return out;
}
