import {
  credentials,
  makeGenericClientConstructor,
  type Client,
  type ClientReadableStream,
} from '@grpc/grpc-js';
import { service } from 'grpc-health-check';

/** What a server's health service tells a watcher, in order, until the stream ends. */
export function watchHealth(address: string, name = ''): { told: string[]; close: () => void } {
  const HealthClient = makeGenericClientConstructor(service, 'Health');
  const client = new HealthClient(address, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
  });
  const watch = client['watch'] as (request: { service: string }) => ClientReadableStream<{ status: string }>;
  const told: string[] = [];
  const call = watch.call(client, { service: name });
  call.on('data', ({ status }: { status: string }) => told.push(status));
  // The stream ends with the server.
  call.on('error', () => undefined);
  return {
    told,
    close: () => {
      call.cancel();
      (client as Client).close();
    },
  };
}
