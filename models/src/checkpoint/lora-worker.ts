import { parentPort, workerData } from 'node:worker_threads';
import { addLora } from './lora-rows.js';
import type { LoraRows } from './lora-rows.js';

// A thread of mergeLora: sums the rows that it was given and hands them back.
const rows = workerData as LoraRows;
addLora(rows);
parentPort?.postMessage(rows.weight, [rows.weight.buffer as ArrayBuffer]);
