import type { TestContext } from 'node:test';

import { openCheckpoint, resolveModel, type OpenOptions } from '@codiscope/models';
import { CodiClient } from '@codiscope/proto';
import { CodiServer, type ServerOptions } from '@codiscope/server';

/** A real server on a free loopback port with a connected client; both end with the test. */
export async function served(
  context: Pick<TestContext, 'after'>,
  {
    model = 'codi-mini',
    open,
    server: options,
  }: { model?: string; open?: OpenOptions; server?: ServerOptions } = {},
): Promise<{ server: CodiServer; client: CodiClient }> {
  const checkpoint = await openCheckpoint((await resolveModel(model)).directory, open);
  const server = await CodiServer.start(checkpoint, options);
  context.after(() => server.stop(0));
  const client = await CodiClient.connect(server.address);
  context.after(() => {
    client.close();
  });
  return { server, client };
}
