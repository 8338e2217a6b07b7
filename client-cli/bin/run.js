#!/usr/bin/env node
import { execute } from '@oclif/core';

// gRPC's own log lines repeat on stderr what the errors say.
process.env.GRPC_VERBOSITY ??= 'NONE';

await execute({ dir: import.meta.url });
