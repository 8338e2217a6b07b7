import type { CodiClient, GetModelResponse } from '@codiscope/proto';

/** Where the answers come from. */
export interface ConnectionFlags {
  readonly server?: string | undefined;
  readonly model?: string | undefined;
}

/** A connected client, and how to end it. */
export interface Connection {
  readonly client: CodiClient;
  readonly model: GetModelResponse;
  /** Whether the server runs in this process. */
  readonly embedded: boolean;
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
 * and runs the wanted model; else to an embedded one on a free loopback port, for the command's duration.
 */
export async function connect(
  { server, model }: ConnectionFlags,
  options: ConnectOptions,
): Promise<Connection> {
  // An empty environment variable counts as one that is not set.
  const connection = server
    ? await given(server, model, options)
    : ((await running(model, options)) ?? (await embedded(model || 'codi-mini', options)));
  const place = connection.embedded ? 'embedded server' : 'server';
  options.say(`${place} ${connection.client.address}, model ${connection.model.id}`);
  return connection;
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
    return { client, model, embedded: false, close };
  } catch (error) {
    client.close();
    throw error;
  }
}

async function given(
  address: string,
  wanted: string | undefined,
  options: ConnectOptions,
): Promise<Connection> {
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

/** The server at the default address; null if there is none, or one of another model. */
async function running(wanted: string | undefined, options: ConnectOptions): Promise<Connection | null> {
  const { DEFAULT_ADDRESS } = await import('@codiscope/proto');
  const found = await attach(DEFAULT_ADDRESS, options).catch(() => null);
  if (!found || !wanted || wanted === found.model.id) return found;
  await found.close();
  return null;
}

async function embedded(name: string, options: ConnectOptions): Promise<Connection> {
  const [{ resolveModel }, { startEmbedded }] = await Promise.all([
    import('@codiscope/models'),
    import('./embedded-server.js'),
  ]);
  const { directory } = await resolveModel(name);
  const { server } = await startEmbedded(directory, { signal: options.signal });
  try {
    const connection = await attach(server.address, options);
    const close = async (): Promise<void> => {
      await connection.close();
      await server.stop(0);
    };
    return { ...connection, embedded: true, close };
  } catch (error) {
    await server.stop(0);
    throw error;
  }
}
