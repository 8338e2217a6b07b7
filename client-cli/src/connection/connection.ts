import type { CodiClient, GetModelResponse } from '@codiscope/proto';

import type { Loading } from './embedded-server.js';
import { hasPrecision } from './precision.js';
import type { ConnectionFlags } from './server-flags.js';

/** A connected client, and how to end it. */
export interface Connection {
  readonly client: CodiClient;
  readonly model: GetModelResponse;
  /** How long the server took to be ready, where it runs in this process; else null. */
  readonly loading: Loading | null;
  /** Closes the client, and the embedded server if there is one. */
  readonly close: () => Promise<void>;
}

/** How a command takes part in connecting. */
export interface ConnectOptions {
  readonly signal: AbortSignal;
  /** Tells on stderr which server it is. */
  readonly say: (line: string) => void;
}

/**
 * Connects as the flags say: to `--server` if given; else to a server at the default address, if one listens there
 * and runs the wanted model in the wanted precision; else to an embedded one on a free loopback port, for the command's duration.
 */
export async function connect(
  { server, ...wanted }: ConnectionFlags,
  options: ConnectOptions,
): Promise<Connection> {
  // An empty environment variable counts as one that is not set.
  const connection = server
    ? await given(server, wanted, options)
    : ((await running(wanted, options)) ?? (await embedded(wanted, options)));
  try {
    await introduce(connection, options);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function introduce({ client, model, loading }: Connection, { say }: ConnectOptions): Promise<void> {
  say(`${loading ? 'embedded server' : 'server'} ${client.address}, model ${model.id}`);
  if (!model.approximate) return;
  const { approximationNote } = await import('@codiscope/analysis');
  const note = approximationNote(model);
  if (note !== null) say(note);
}

async function attach(address: string, { signal }: ConnectOptions): Promise<Connection> {
  signal.throwIfAborted();
  const { CodiClient } = await import('@codiscope/proto');
  const client = await CodiClient.connect(address);
  const close = (): Promise<void> => {
    client.close();
    return Promise.resolve();
  };
  try {
    const model = await client.getModel({ signal });
    return { client, model, loading: null, close };
  } catch (error) {
    client.close();
    throw error;
  }
}

/** What the server shall serve. */
type Wanted = Omit<ConnectionFlags, 'server'>;

async function given(address: string, wanted: Wanted, options: ConnectOptions): Promise<Connection> {
  const { explainUnreachable, requireServedModel } = await import('./given-server.js');
  const connection = await attach(address, options).catch((error: unknown) => {
    throw explainUnreachable(address, error);
  });
  try {
    await requireServedModel(address, connection.model, wanted);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** The server at the default address; null if there is none, or one of another model or precision. */
async function running({ model, precision }: Wanted, options: ConnectOptions): Promise<Connection | null> {
  const { DEFAULT_ADDRESS } = await import('@codiscope/proto');
  const found = await attach(DEFAULT_ADDRESS, options).catch(() => null);
  if (!found || ((!model || model === found.model.id) && hasPrecision(found.model, precision))) return found;
  await found.close();
  return null;
}

async function embedded({ model, precision = 'fp32' }: Wanted, options: ConnectOptions): Promise<Connection> {
  const [{ resolveModel }, { startEmbedded }] = await Promise.all([
    import('@codiscope/models'),
    import('./embedded-server.js'),
  ]);
  const { directory } = await resolveModel(model || 'codi-mini');
  const { server, loading } = await startEmbedded(directory, { precision, signal: options.signal });
  try {
    const connection = await attach(server.address, options);
    const close = async (): Promise<void> => {
      await connection.close();
      await server.stop(0);
    };
    return { ...connection, loading, close };
  } catch (error) {
    await server.stop(0);
    throw error;
  }
}
