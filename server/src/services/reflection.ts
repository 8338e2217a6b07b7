import {
  status,
  type Server,
  type ServerDuplexStream,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { descriptorSetFile, standardProtoFolder } from '@codiscope/proto';

import { ServerError } from '../errors.js';
import { ReflectionIndex, type DescribedFile } from './reflection-index.js';

/** A ServerReflectionRequest as proto-loader gives it. */
interface ReflectionRequest {
  readonly messageRequest?: string;
  readonly fileByFilename?: string;
  readonly fileContainingSymbol?: string;
}

const HEALTH = 'grpc.health.v1.Health';
const VERSIONS = ['v1', 'v1alpha'];

/** The files that describe the services, read. */
export interface ReflectionFiles {
  readonly index: ReflectionIndex;
  /** The reflection services themselves, by name. */
  readonly own: ReadonlyMap<string, ServiceDefinition>;
}

/** Reads what `addReflection` serves. Throws `ServerError` BROKEN_INSTALLATION, with the file's name, when it cannot. */
export function readReflectionFiles(): ReflectionFiles {
  try {
    const own = VERSIONS.map((version) => {
      const name = `grpc.reflection.${version}.ServerReflection`;
      const definitions = loadSync(`grpc/reflection/${version}/reflection.proto`, {
        includeDirs: [standardProtoFolder],
        oneofs: true,
      });
      return [name, definitions[name] as ServiceDefinition] as const;
    });
    return { index: new ReflectionIndex(descriptorSetFile), own: new Map(own) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ServerError(
      'FAILED_PRECONDITION',
      'BROKEN_INSTALLATION',
      `the description of the services cannot be read: ${why}; install codiscope again (\`npm ci\`), or in a checkout restore the file (\`git checkout proto\`)`,
      { cause },
    );
  }
}

/**
 * Adds gRPC server reflection, v1 and v1alpha, so that `buf curl` and grpcurl need no .proto files. Our own,
 * because @grpc/reflection 1.0.4 leaves out the imports of a file (grpc-node issues 3018, 3034).
 */
export function addReflection(server: Server, { index, own }: ReflectionFiles): void {
  const describeFiles = (files: DescribedFile[] | null, asked: string): object =>
    files
      ? { fileDescriptorResponse: { fileDescriptorProto: files.map(({ bytes }) => bytes) } }
      : {
          errorResponse: {
            errorCode: status.NOT_FOUND,
            errorMessage: `${asked} is not known to this server`,
          },
        };
  const answer = (request: ReflectionRequest): object => {
    if (request.messageRequest === 'listServices') {
      const names = [...index.services, HEALTH, ...own.keys()].sort();
      return { listServicesResponse: { service: names.map((name) => ({ name })) } };
    }
    if (request.fileByFilename !== undefined)
      return describeFiles(index.byName(request.fileByFilename), request.fileByFilename);
    if (request.fileContainingSymbol !== undefined) {
      return describeFiles(index.bySymbol(request.fileContainingSymbol), request.fileContainingSymbol);
    }
    return {
      errorResponse: { errorCode: status.UNIMPLEMENTED, errorMessage: 'this server declares no extensions' },
    };
  };
  const implementation: UntypedServiceImplementation = {
    ServerReflectionInfo: (call: ServerDuplexStream<ReflectionRequest, object>) => {
      call.on('data', (request: ReflectionRequest) => {
        call.write({ validHost: '', originalRequest: request, ...answer(request) });
      });
      call.on('end', () => {
        call.end();
      });
    },
  };
  for (const definition of own.values()) server.addService(definition, implementation);
}
