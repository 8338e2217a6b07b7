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
  /** Closes the client, and the embedded server if there is one. */
  close(): Promise<void>;
}

/**
 * Connects as the flags say: to `--server` if given; else to a server at the default address, if one listens there
 * and runs the wanted model; else to an embedded one on a free loopback port, for the command's duration.
 * Says on stderr which it is.
 */
export async function connect(flags: ConnectionFlags, say: (line: string) => void): Promise<Connection> {
  const { CodiClient, CodiError, DEFAULT_ADDRESS } = await import('@codiscope/proto');
  const attach = async (address: string): Promise<Connection> => {
    const client = await CodiClient.connect(address);
    const model = await client.getModel();
    return {
      client,
      model,
      close: () => {
        client.close();
        return Promise.resolve();
      },
    };
  };
  if (flags.server !== undefined) {
    try {
      const connection = await attach(flags.server);
      say(`server ${flags.server}, model ${connection.model.id}`);
      return connection;
    } catch (error) {
      const failure = CodiError.fromCall(error);
      if (!failure.unreachable) throw failure;
      throw new CodiError({
        ...failure,
        reason: 'SERVER_UNREACHABLE',
        message: `no server answers at ${flags.server}; start one with \`codi serve\`, or leave --server out to use an embedded one`,
      });
    }
  }
  const running = await attach(DEFAULT_ADDRESS).catch(() => null);
  if (running && (flags.model === undefined || flags.model === running.model.id)) {
    say(`server ${DEFAULT_ADDRESS}, model ${running.model.id}`);
    return running;
  }
  await running?.close();
  return embed(flags.model ?? 'codi-mini', attach, say);
}

async function embed(
  name: string,
  attach: (address: string) => Promise<Connection>,
  say: (line: string) => void,
): Promise<Connection> {
  const [{ openCheckpoint, resolveModel }, { CodiServer }] = await Promise.all([
    import('@codiscope/models'),
    import('@codiscope/server'),
  ]);
  const checkpoint = await openCheckpoint((await resolveModel(name)).directory);
  const server = await CodiServer.start(checkpoint);
  say(`embedded server ${server.address}, model ${checkpoint.id}`);
  const connection = await attach(server.address);
  return {
    ...connection,
    close: async () => {
      await connection.close();
      await server.stop(0);
    },
  };
}
