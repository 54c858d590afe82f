// ONNX Runtime's f32 matrix product: a chain of products with constant weights (which it packs in advance), so that the
// cost of crossing into JavaScript does not count against it. Prints one JSON object a line.
import * as ort from 'onnxruntime-node';

// Just enough of the protobuf wire format to write a model of MatMul nodes.
const varint = n => {
  const bytes = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push((n % 128) | 128);
  bytes.push(n);
  return Buffer.from(bytes);
};
const integer = (field, n) => Buffer.concat([varint(field * 8), varint(n)]);
const bytes = (field, value) => {
  const body = Buffer.isBuffer(value) ? value : Buffer.from(value);
  return Buffer.concat([varint(field * 8 + 2), varint(body.length), body]);
};
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));
const FLOAT = 1;
const shaped = (field, name, dims) => message(field, bytes(1, name),
  message(2, message(1, integer(1, FLOAT), message(2, ...dims.map(d => message(1, integer(1, d)))))));

function model(rows, widths, repeats) {
  const parts = [];
  for (let i = 0; i + 1 < widths.length; i++) {
    const values = new Float32Array(widths[i] * widths[i + 1]).map(() => (Math.random() - 0.5) / Math.sqrt(widths[i]));
    parts.push(message(5, integer(1, widths[i]), integer(1, widths[i + 1]), integer(2, FLOAT), bytes(8, `w${i}`),
      bytes(9, Buffer.from(values.buffer))));
  }
  let last = 'x';
  for (let r = 0; r < repeats; r++)
    for (let i = 0; i + 1 < widths.length; i++) {
      const next = r === repeats - 1 && i + 2 === widths.length ? 'y' : `h${r}_${i}`;
      parts.push(message(1, bytes(1, last), bytes(1, `w${i}`), bytes(2, next), bytes(4, 'MatMul')));
      last = next;
    }
  return Buffer.concat([integer(1, 8), message(8, integer(2, 13)), message(7, ...parts, bytes(2, 'g'),
    shaped(11, 'x', [rows, widths[0]]), shaped(12, 'y', [rows, widths.at(-1)]))]);
}

async function measure(work, threads, rows, widths, repeats) {
  const session = await ort.InferenceSession.create(model(rows, widths, repeats),
    { intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential' });
  const x = new ort.Tensor('float32', new Float32Array(rows * widths[0]).map(() => Math.random() - 0.5), [rows, widths[0]]);
  let operations = 0;
  for (let i = 0; i + 1 < widths.length; i++) operations += 2 * rows * widths[i] * widths[i + 1] * repeats;
  const rates = [];
  await session.run({ x });
  const calls = Math.max(1, Math.round(2e10 / operations));
  for (let sample = 0; sample < 5; sample++) {
    const start = process.hrtime.bigint();
    for (let call = 0; call < calls; call++) await session.run({ x });
    rates.push(operations * calls / Number(process.hrtime.bigint() - start));
  }
  rates.sort((a, b) => a - b);
  console.log(JSON.stringify({ peer: 'onnxruntime', work, threads, rate: rates[2] }));
  await session.release();
}

for (const threads of [1, 2]) await measure('gemm 2304x2304x2304 packed', threads, 2304, [2304, 2304], 4);
await measure('gemm 768: 128-512-128 packed', 2, 768, [128, 512, 128], 25);
