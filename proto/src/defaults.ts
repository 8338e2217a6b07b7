/** Bytes of one message, at most, on both sides; gRPC's own default of 4 MiB is too little for captures. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Where a server listens, and a client looks, when nobody says otherwise. */
export const DEFAULT_ADDRESS = '127.0.0.1:50051';
