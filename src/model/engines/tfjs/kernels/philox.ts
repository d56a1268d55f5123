/** Philox4x32-10 (Salmon et al., 2011, "Parallel random numbers: as easy as 1, 2, 3"): its constants and rounds. */
const rounds = 10;
const multiplierA = 0xd2511f53;
const multiplierB = 0xcd9e8d57;
const weylA = 0x9e3779b9;
const weylB = 0xbb67ae85;

/** With these TensorFlow scrambles the key of its stateless operations (stateless_random_ops.cc, GenerateKey). */
const scramblerA = 0x3ec8f720;
const scramblerB = 0x02461e29;

const perBlock = 4;

/**
 * The numbers in [0, 1) that TensorFlow's StatelessRandomUniform draws, to the bit: a run has the same dropout masks on
 * every backend.
 *
 * @param key two integers of 32 bits
 */
export function philoxUniform(count: number, [first, second]: readonly [number, number]): Float32Array {
  const mixed = new Uint32Array(perBlock);
  encrypt([first, first >> 31, second, second >> 31], scramblerA, scramblerB, mixed);
  const [keyA = 0, keyB = 0, high = 0, highest = 0] = mixed;
  const uniform = new Float32Array(count);
  const bits = new Uint32Array(perBlock);
  const counter: Counter = [0, 0, high, highest];
  for (let start = 0; start < count; start += perBlock) {
    counter[0] = start / perBlock;
    encrypt(counter, keyA, keyB, bits);
    const end = Math.min(perBlock, count - start);
    // 23 bits are a float32's mantissa.
    for (let place = 0; place < end; place++)
      uniform[start + place] = ((bits[place] ?? 0) & 0x7fffff) * 2 ** -23;
  }
  return uniform;
}

type Counter = [number, number, number, number];

/** @param into the four words that the counter comes to */
function encrypt([c0, c1, c2, c3]: Counter, keyA: number, keyB: number, into: Uint32Array): void {
  let [a, b] = [keyA, keyB];
  for (let round = 0; round < rounds; round++) {
    const highA = highOfProduct(multiplierA, c0 >>> 0);
    const highB = highOfProduct(multiplierB, c2 >>> 0);
    const lowA = Math.imul(multiplierA, c0);
    const lowB = Math.imul(multiplierB, c2);
    c0 = highB ^ c1 ^ a;
    c1 = lowB;
    c2 = highA ^ c3 ^ b;
    c3 = lowA;
    a = (a + weylA) | 0;
    b = (b + weylB) | 0;
  }
  into[0] = c0;
  into[1] = c1;
  into[2] = c2;
  into[3] = c3;
}

/**
 * Upper 32 bits of the product of two unsigned integers of 32 bits. The product in float64 is off by 2¹⁰ at most, so
 * that what is left when its exact lower half is taken off is off by far less than a half, in units of 2³².
 */
function highOfProduct(x: number, y: number): number {
  return Math.round((x * y - (Math.imul(x, y) >>> 0)) * 2 ** -32);
}
