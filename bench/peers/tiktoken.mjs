// npm tiktoken (the Rust library as WebAssembly): cl100k on the same texts, one thread. Prints one JSON object.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { get_encoding } from 'tiktoken';

const folder = process.argv[2];
const texts = readdirSync(folder).filter(name => name.endsWith('.txt')).sort().map(name => readFileSync(join(folder, name), 'utf8'));
const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
const encoding = get_encoding('cl100k_base');
encoding.encode_ordinary(texts[0]);
const rates = [];
let tokens = 0;
for (let sample = 0; sample < 3; sample++) {
  tokens = 0;
  const start = process.hrtime.bigint();
  for (const text of texts) tokens += encoding.encode_ordinary(text).length;
  rates.push(bytes * 1e3 / Number(process.hrtime.bigint() - start));
}
rates.sort((a, b) => a - b);
console.log(JSON.stringify({ peer: 'npm tiktoken', work: 'encode strings', threads: 1, tokens, rate: rates[1] }));
