/** An entry of a zip file, and where its directory lies about it. */
export interface ZipPart {
  name: string;
  data: Uint8Array;
  /** 0 stored, 8 deflated. */
  method?: number;
  /** Both sizes; with a method the size once inflated. */
  size?: number;
  /** Where the entry begins. */
  offset?: number;
}

/**
 * A zip file's bytes, true or not: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3. Checksums are 0.
 * @param said the number of entries that its end tells of
 */
export function zipBytes(parts: readonly ZipPart[], said = parts.length): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let end = 0;
  for (const { name, data, method = 0, size = data.length, offset = end } of parts) {
    const path = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(45, 0);
    facts.writeUInt16LE(method, 4);
    facts.writeUInt32LE(method === 0 ? size : data.length, 14);
    facts.writeUInt32LE(size, 18);
    facts.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, path, data]);
    locals.push(local);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x2d\0'), facts, place, path]));
    end += local.length;
  }
  const table = Buffer.concat(directory);
  const close = Buffer.alloc(22);
  close.write('PK\x05\x06');
  close.writeUInt16LE(said, 8);
  close.writeUInt16LE(said, 10);
  close.writeUInt32LE(table.length, 12);
  close.writeUInt32LE(end, 16);
  return Buffer.concat([...locals, table, close]);
}

/** What torch.save writes: a pickle and one storage of four float32 values. */
export function torchZipBytes(pickle: Uint8Array): Buffer {
  return zipBytes([
    { name: 'archive/data.pkl', data: pickle },
    { name: 'archive/data/0', data: new Uint8Array(16) },
  ]);
}
