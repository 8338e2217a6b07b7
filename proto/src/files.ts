import { fileURLToPath } from 'node:url';

/** The contract as a serialised google.protobuf.FileDescriptorSet; what reflection serves. */
export const descriptorSetFile = fileURLToPath(new URL('../codi.binpb', import.meta.url));

/** The folder of gRPC's and Google's own .proto files. */
export const standardProtoFolder = fileURLToPath(new URL('../third_party', import.meta.url));
