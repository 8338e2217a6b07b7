import { readFileSync } from 'node:fs';

import { fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';

/** A file of the descriptor set, as the bytes that reflection sends. */
export interface DescribedFile {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly bytes: Buffer;
}

/** Finds descriptor files by name and by the symbols that they declare. */
export class ReflectionIndex {
  private readonly files = new Map<string, DescribedFile>();
  private readonly symbols = new Map<string, string>();
  /** Full names of the services. */
  readonly services: string[] = [];

  /** Reads a serialised google.protobuf.FileDescriptorSet. */
  constructor(descriptorSetFile: string) {
    const set = fromBinary(FileDescriptorSetSchema, readFileSync(descriptorSetFile));
    for (const file of set.file) {
      const bytes = Buffer.from(toBinary(FileDescriptorProtoSchema, file));
      this.files.set(file.name, { name: file.name, dependencies: file.dependency, bytes });
      this.addSymbols(file);
    }
  }

  private addSymbols(file: FileDescriptorProto): void {
    const declare = (symbol: string): string => {
      this.symbols.set(symbol, file.name);
      return symbol;
    };
    const messages = (parent: string, types: FileDescriptorProto['messageType']): void => {
      for (const type of types) {
        const name = declare(`${parent}.${type.name}`);
        for (const field of type.field) declare(`${name}.${field.name}`);
        for (const inner of type.enumType) declare(`${name}.${inner.name}`);
        messages(name, type.nestedType);
      }
    };
    messages(file.package, file.messageType);
    for (const type of file.enumType) declare(`${file.package}.${type.name}`);
    for (const service of file.service) {
      const name = declare(`${file.package}.${service.name}`);
      this.services.push(name);
      for (const method of service.method) declare(`${name}.${method.name}`);
    }
  }

  /** The file of this name and all that it imports, the file itself first; null when it is not known. */
  byName(name: string): DescribedFile[] | null {
    const file = this.files.get(name);
    if (!file) return null;
    const found = new Map([[name, file]]);
    // A set grows while it is walked, so imports of imports are followed too.
    for (const { dependencies } of found.values()) {
      for (const dependency of dependencies) {
        const imported = this.files.get(dependency);
        if (imported) found.set(dependency, imported);
      }
    }
    return [...found.values()];
  }

  /** The file that declares a symbol, with its imports. */
  bySymbol(symbol: string): DescribedFile[] | null {
    const name = this.symbols.get(symbol);
    return name === undefined ? null : this.byName(name);
  }
}
