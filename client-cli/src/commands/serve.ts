import type { Precision } from '@codiscope/models';
import { Flags } from '@oclif/core';

import { CodiCommand } from '../codi-command.js';
import { precisionFlag } from '../connection/precision.js';

/** What `codi serve --json` prints when it has ended. */
interface Served {
  readonly address: string;
  readonly model: string;
  readonly precision: Precision;
}

export default class Serve extends CodiCommand {
  static override summary = 'Start the model server.';
  static override description =
    'Serves one model over gRPC until it is stopped (Ctrl-C, SIGTERM): calls under way may finish within --grace seconds. Listens on loopback unless --host says otherwise.';
  static override examples = [
    '<%= config.bin %> serve',
    '<%= config.bin %> serve --model ./my-checkpoint --port 50052',
    '<%= config.bin %> serve --model ./my-checkpoint --precision int8',
  ];
  static override flags = {
    model: Flags.string({
      description: 'a name of `codi model list`, or a checkpoint folder',
      default: 'codi-mini',
      env: 'CODI_MODEL',
    }),
    host: Flags.string({ description: 'address to listen on', default: '127.0.0.1' }),
    port: Flags.integer({ description: 'port; 0 takes a free one', default: 50051, min: 0, max: 65535 }),
    device: Flags.option({ options: ['cpu'] as const })({ description: 'where to compute', default: 'cpu' }),
    precision: precisionFlag({
      description:
        'fp32 is exact; int8 takes a third of the memory, and everything made with it is marked approximate',
      default: 'fp32',
    }),
    threads: Flags.integer({ description: 'threads of one step; results do not depend on it', min: 1 }),
    grace: Flags.integer({
      description: 'seconds that calls may take to finish when the server stops',
      default: 10,
      min: 0,
    }),
    'log-level': Flags.option({ options: ['debug', 'info', 'warn', 'error', 'silent'] as const })({
      description: 'how much to log, as JSON lines on stderr',
      default: 'info',
    }),
  };

  async run(): Promise<Served> {
    const { flags } = await this.parse(Serve);
    const [{ openCheckpoint, resolveModel }, { CodiServer }, { pino }] = await Promise.all([
      import('@codiscope/models'),
      import('@codiscope/server'),
      import('pino'),
    ]);
    const log = pino({ level: flags['log-level'] }, pino.destination(2));
    const checkpoint = await openCheckpoint((await resolveModel(flags.model)).directory, {
      precision: flags.precision,
      signal: this.signal,
    });
    const server = await CodiServer.start(checkpoint, {
      host: flags.host,
      port: flags.port,
      log,
      engine: flags.threads === undefined ? {} : { threads: flags.threads },
    });
    const line = `codi serves ${checkpoint.id} at ${server.address}`;
    if (checkpoint.precision !== 'fp32')
      this.say(`approximate: ${checkpoint.id} is served in ${checkpoint.precision}, not float32`);
    if (this.jsonEnabled()) this.say(line);
    else this.log(line);
    await new Promise<void>((resolve) => {
      if (this.signal.aborted) resolve();
      this.signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
    });
    // A second signal cuts off what is still under way.
    const force = (): void => void server.stop();
    process.on('SIGINT', force);
    process.on('SIGTERM', force);
    await server.stop(flags.grace * 1000);
    return { address: server.address, model: checkpoint.id, precision: checkpoint.precision };
  }
}
