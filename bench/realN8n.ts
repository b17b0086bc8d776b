import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Execution, WorkflowData } from '../playground/src/n8nApi';
import { pushWorkflow, type RealN8n, realN8n } from '../test/support/realN8n';
import { contactsCode } from './records';
import { type ServerProcess, startServer } from './serverProcess';

export const CONTENDERS = ['ometria', 'loop', 'code'] as const;
export type Contender = (typeof CONTENDERS)[number];

/** Five columns mapped by expressions, of which n8n evaluates those that do more than name a field. */
const mapped = (more: string) => ({
	fields: {
		mappingMode: 'defineBelow',
		matchingColumns: [],
		schema: [],
		value: Object.fromEntries(
			['id', 'email', 'firstname', 'lastname', 'country_id'].map((name) => [
				name,
				`={{ $json.${name}${more} }}`,
			]),
		),
	},
});

/** Ours with each column mapped. */
const MAPPED = { 'mapped plainly': mapped(''), 'mapped with code': mapped('.trim()') };
export type Mapped = keyof typeof MAPPED;

const isMapped = (contender: Contender | Mapped): contender is Mapped => contender in MAPPED;

export interface Measured {
	contender: Contender | Mapped;
	count: number;
	/** Seconds from the end of the source node to the end of the run. */
	seconds: number;
	/** Longest time in which n8n's event loop was held between those two, ms. */
	longestHoldMs: number;
	status: string;
	/** Records that the server took in, repeats included. */
	received: number;
	requests: number;
	throttled: number;
}

/** The workflows that people build today, without their waits where the server has no limit. */
function baseline(name: string, url: string, count: number, limited: boolean): WorkflowData {
	const text = readFileSync(join(__dirname, 'workflows', `${name}.json`), 'utf8')
		.replaceAll('__COUNT__', String(count))
		.replaceAll('__URL__', url);
	const workflow = JSON.parse(text) as WorkflowData;
	if (!limited) {
		for (const node of workflow.nodes) {
			if (node.name === 'Wait') node.parameters.amount = 0;
			if (name === 'code-chunk-http' && node.name === 'Push') node.parameters.options = {};
		}
	}
	return { ...workflow, name: `${workflow.name} ${count}` };
}

/** From the end of the source node to the end of the run, ms since the epoch. */
function timeAfterSource({ runs }: Execution, source: string): { from: number; to: number } {
	const endOf = (task: unknown) => {
		const { startTime, executionTime } = task as { startTime: number; executionTime: number };
		return startTime + executionTime;
	};
	return {
		from: endOf(runs[source][0]),
		to: Object.values(runs)
			.flat()
			.reduce<number>((end, task) => Math.max(end, endOf(task)), 0),
	};
}

export class RealBench {
	/** Accounts of measurements so far. */
	private accounts = 0;

	private constructor(
		private readonly real: RealN8n,
		private readonly server: ServerProcess,
		private readonly folder: string,
	) {}

	static async start(): Promise<RealBench> {
		const server = await startServer({ dataLimit: { model: 'none', perSecond: 0 } });
		const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-ometria-bench-'));
		const env = {
			N8N_PAYLOAD_SIZE_MAX: '256',
			NODE_OPTIONS: `--require ${join(__dirname, 'holds.cjs')}`,
			HOLDS_FILE: join(folder, 'holds'),
		};
		return new RealBench(await realN8n(env), server, folder);
	}

	async stop(): Promise<void> {
		await this.real.end();
		this.server.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}

	/** The longest hold of n8n's event loop in that time, ms. */
	private longestHold({ from, to }: { from: number; to: number }): number {
		return readFileSync(join(this.folder, 'holds'), 'utf8')
			.split('\n')
			.map((line) => line.split(' ').map(Number))
			.map(([end, ms, cpuMs]) => Math.min(cpuMs, Math.min(end, to) - Math.max(end - ms, from)))
			.reduce((longest, ms) => (ms > longest ? ms : longest), 0);
	}

	/** Runs one workflow, or several at once, against a server with that limit (requests/s; 0 is none). */
	async measure(
		contender: Contender | Mapped,
		count: number,
		{
			limit = 0,
			latencyMs = 0,
			parallel = 1,
		}: { limit?: number; latencyMs?: number; parallel?: number } = {},
	): Promise<Measured> {
		const { api } = this.real;
		// A separate account: what the limiter learned of another latency would count against this one.
		const isOurs = contender === 'ometria' || isMapped(contender);
		const accessToken = isOurs ? `sandbox-token-${++this.accounts}` : 'sandbox-token';
		await this.server.reset();
		await this.server.setOptions({
			token: accessToken,
			pushLimit: { model: limit > 0 ? 'slidingWindow' : 'none', perSecond: limit },
			latencyMs,
		});
		const rate = limit > 0 ? limit : 100_000;
		const data = {
			accessToken,
			baseUrl: this.server.url,
			pushRequestsPerSecond: rate,
		};
		const credential = { id: await api.saveCredential('Bench', data), name: 'Bench' };
		const workflow = (index: number) => {
			if (contender === 'loop') {
				return baseline('loop-aggregate-http', this.server.url, count, limit > 0);
			}
			if (contender === 'code') {
				return baseline('code-chunk-http', this.server.url, count, limit > 0);
			}
			return pushWorkflow(`Ometria ${count} ${index}`, credential, contactsCode(count), {
				parameters: { collection: 'n8n', ...(isMapped(contender) && MAPPED[contender]) },
			});
		};
		const saved = [];
		for (let index = 0; index < parallel; index++) {
			saved.push(await api.saveWorkflow(workflow(index)));
		}
		const began = Date.now();
		const executions = await Promise.all(saved.map((each) => api.runWorkflow(each, 900_000)));
		const wall = (Date.now() - began) / 1000;
		const state = await this.server.state();
		const source = isOurs ? 'Source' : 'Source records';
		const times = executions.map((execution) => timeAfterSource(execution, source));
		return {
			contender,
			count: count * parallel,
			seconds: parallel === 1 ? (times[0].to - times[0].from) / 1000 : wall,
			longestHoldMs: Math.max(...times.map((time) => this.longestHold(time))),
			status: executions.map(({ status }) => status).join(', '),
			received: state.records_received,
			requests: state.pushes,
			throttled: state.statuses['429'] ?? 0,
		};
	}
}
