// Writes a brotli copy beside each file of a folder that has none yet.
// Names carry a hash of the content, so a copy that exists is never out of date.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [folder] = process.argv.slice(2);
for (const name of readdirSync(folder)) {
  const file = join(folder, name);
  if (name.endsWith(".br") || existsSync(`${file}.br`)) continue;
  const content = readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
}
