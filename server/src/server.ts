import { join } from 'node:path';

import { Server, ServerCredentials } from '@grpc/grpc-js';
import { defaultCacheDir, type Checkpoint } from '@codiscope/models';
import {
  MAX_MESSAGE_BYTES,
  ModelServiceService,
  ReferenceServiceService,
  RolloutServiceService,
} from '@codiscope/proto';
import { HealthImplementation } from 'grpc-health-check';
import { pino, type Logger } from 'pino';

import { Engine, type EngineOptions } from './engine/engine.js';
import { ServerError } from './errors.js';
import { ReferenceStore } from './references/reference-store.js';
import { limitsFor } from './requests/request-context.js';
import { callLog } from './services/call-log.js';
import { modelService } from './services/model-service.js';
import { referenceService } from './services/reference-service.js';
import { addReflection, readReflectionFiles, type ReflectionFiles } from './services/reflection.js';
import { RolloutServiceHandlers } from './services/rollout-service.js';
import { runtimeVersion, serverVersion } from './versions.js';

/** How a server is started. */
export interface ServerOptions {
  /** Default 127.0.0.1: nobody else's machine can reach it. */
  readonly host?: string;
  /** Default 0: a free port. */
  readonly port?: number;
  /** Default: no log. */
  readonly log?: Logger;
  readonly engine?: EngineOptions;
  /** Where fitted references are kept. Default: `references` in the user's cache folder. */
  readonly referencesFolder?: string;
  /** Bytes of one message, at most. Default 64 MiB. */
  readonly maxMessageBytes?: number;
}

/** What the unfinished requests of one stream may take. */
const IN_FLIGHT = { questions: 256, bytes: 256 * 1024 * 1024 };

/** The names that health is told for; '' is the whole server. */
const SERVICES = ['', 'codi.v1.ModelService', 'codi.v1.RolloutService', 'codi.v1.ReferenceService'];

/** A running server: one model, one engine, one port. */
export class CodiServer {
  private stopping: Promise<void> | null = null;

  private constructor(
    private readonly server: Server,
    private readonly engine: Engine,
    private readonly health: HealthImplementation,
    private readonly log: Logger,
    /** "host:port". */
    readonly address: string,
  ) {}

  /**
   * Opens the model and listens. Rejects with a `ServerError` when the port is taken, the model cannot run or a file of
   * the installation cannot be read; nothing is left open then.
   */
  static async start(checkpoint: Checkpoint, options: ServerOptions = {}): Promise<CodiServer> {
    const reflection = readReflectionFiles();
    const engine = await Engine.start(checkpoint, options.engine);
    try {
      return await CodiServer.serve(checkpoint, engine, reflection, options);
    } catch (error) {
      await engine.stop();
      throw error;
    }
  }

  private static async serve(
    checkpoint: Checkpoint,
    engine: Engine,
    reflection: ReflectionFiles,
    options: ServerOptions,
  ): Promise<CodiServer> {
    const { host = '127.0.0.1', port = 0, maxMessageBytes = MAX_MESSAGE_BYTES } = options;
    const log = options.log ?? pino({ level: 'silent' });
    const context = { checkpoint, limits: limitsFor(checkpoint, engine.positions, maxMessageBytes) };
    const server = new Server({
      interceptors: [callLog(log)],
      'grpc.max_receive_message_length': maxMessageBytes,
      'grpc.max_send_message_length': maxMessageBytes,
      'grpc.keepalive_time_ms': 60_000,
      'grpc.keepalive_timeout_ms': 20_000,
    });
    const folder = options.referencesFolder ?? join(defaultCacheDir(), 'references');
    const references = new ReferenceStore(folder, checkpoint);
    const rollouts = new RolloutServiceHandlers({
      engine,
      context,
      references,
      log,
      inFlight: IN_FLIGHT,
      queueLength: 10_000,
    });
    server.addService(ModelServiceService, modelService(context, log));
    server.addService(RolloutServiceService, rollouts.handlers());
    server.addService(ReferenceServiceService, referenceService({ engine, context, references, log }));
    const health = new HealthImplementation(Object.fromEntries(SERVICES.map((name) => [name, 'SERVING'])));
    health.addToServer(server);
    addReflection(server, reflection);
    engine.onLost = (error) => {
      log.fatal({ err: error }, 'the engine is lost: every rollout is refused from now on');
      for (const name of SERVICES) health.setStatus(name, 'NOT_SERVING');
    };
    const bound = await bind(server, host, port);
    const address = `${host}:${bound}`;
    const { id, fingerprint, precision } = checkpoint;
    log.info({ address, model: id, fingerprint, precision, serverVersion, runtimeVersion }, 'serving');
    return new CodiServer(server, engine, health, log, address);
  }

  /**
   * Stops: no new calls, those under way may finish for `graceMs` milliseconds, then they are cut off. Calling it
   * again cuts them off at once.
   */
  async stop(graceMs = 10_000): Promise<void> {
    if (this.stopping) {
      this.server.forceShutdown();
      return this.stopping;
    }
    this.log.info({ graceMs, underWay: this.engine.load }, 'stopping');
    for (const name of SERVICES) this.health.setStatus(name, 'NOT_SERVING');
    this.stopping = (async () => {
      const timer = setTimeout(() => {
        this.server.forceShutdown();
      }, graceMs);
      await new Promise<void>((resolve) => {
        this.server.tryShutdown(() => {
          resolve();
        });
      });
      clearTimeout(timer);
      await this.engine.stop();
      this.log.info('stopped');
    })();
    return this.stopping;
  }
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (!error) {
        resolve(bound);
        return;
      }
      const message = `${host}:${port} cannot be listened on (${error.message}); choose another port, 0 takes a free one`;
      reject(new ServerError('UNAVAILABLE', 'PORT_UNAVAILABLE', message, { cause: error }));
    });
  });
}
