/** The worker thread's entry: does the job that it was started for. */
import { parentPort, workerData } from "node:worker_threads";
import * as v from "valibot";
import { runSession } from "../host/workerJob.ts";
import { sessionDataSchema } from "../host/workerMessages.ts";

if (parentPort !== null) void runSession(parentPort, v.parse(sessionDataSchema, workerData).generation);
