export { replicationTable } from './markdown.js';
export type { ReplicatedProblem } from './replicated-problem.js';
export { replicationFileName, runReplication } from './run-replication.js';
export { replicationStages, type ReplicationResampling } from './stages.js';
