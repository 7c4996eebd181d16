/** The worker thread's entry: does the job that it was started for. */
import { parentPort, workerData } from "node:worker_threads";
import * as v from "valibot";
import { runJob } from "../node/workerJob.ts";
import { jobSchema } from "../node/workerMessages.ts";

if (parentPort !== null) void runJob(v.parse(jobSchema, workerData), parentPort);
