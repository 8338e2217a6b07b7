/**
 * Parts of pickles, each character a byte (latin1):
 * https://github.com/python/cpython/blob/3.12/Lib/pickletools.py
 */

/** BINUNICODE */
export function pickledText(value: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(value.length);
  return `X${length.toString('latin1')}${value}`;
}

/** A persistent id: the float32 storage `data/0` of so many values (below 256). */
export function pickledStorage(values = 4): string {
  const size = `K${String.fromCharCode(values)}`;
  return `(${pickledText('storage')}ctorch\nFloatStorage\n${pickledText('0')}${pickledText('cpu')}${size}tQ`;
}

/** `_rebuild_tensor_v2(storage, offset, shape, strides)`, its arguments already pickled */
export function pickledTensor(offset: string, shape: string, strides: string): string {
  return `ctorch._utils\n_rebuild_tensor_v2\n(${pickledStorage()}${offset}${shape}${strides}tR`;
}

/** `{name: value}` */
export function pickledDict(name: string, value: string): Buffer {
  return Buffer.from(`\x80\x02}${pickledText(name)}${value}s.`, 'latin1');
}

/** A call of `os.system`, which Python's own unpickler would make. */
export function pickledCommand(command: string): Buffer {
  return Buffer.from(`\x80\x02cposix\nsystem\n(${pickledText(command)}tR.`, 'latin1');
}
