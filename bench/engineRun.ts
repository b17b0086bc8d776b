/**
 * One contender, one size, in a process of its own: prints its figures as JSON.
 * Arguments: contender (node | helper | bare), kind of input, number of records, base URL, `memory` to
 * measure that instead of time.
 */
import { createRequire } from 'node:module';

import axios from 'axios';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { runNode, TOKEN } from '../test/support/engine';
import { type InputKind, INPUTS } from './records';

// The built node: what users run.
const { Ometria } = createRequire(__filename)('../dist/nodes/Ometria/Ometria.node.js') as {
	Ometria: new () => INodeType;
};
const { watchHolds } = createRequire(__filename)('./holds.cjs') as {
	watchHolds: (onHold: (end: number, ms: number, cpuMs: number) => void) => () => void;
};
const [contender, kind, countText, url, mode] = process.argv.slice(2);
const count = Number(countText);
const { resource, make, parameters } = INPUTS[kind as InputKind];
const SYSTEM = { '@type': resource, '@collection': 'n8n', '@merge': true };

function held(): number {
	globalThis.gc?.();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

async function inBatches(
	items: INodeExecutionData[],
	send: (records: object[]) => Promise<unknown>,
): Promise<void> {
	for (let start = 0; start < items.length; start += 100) {
		await send(items.slice(start, start + 100).map(({ json }) => ({ ...SYSTEM, ...json })));
	}
}

async function bare(items: INodeExecutionData[]): Promise<void> {
	await inBatches(
		items,
		async (records) =>
			await axios.post(`${url}/push`, records, { headers: { 'x-ometria-auth': TOKEN } }),
	);
}

/** The bare loop with n8n's HTTP helper instead of axios: what n8n itself costs. */
const helperNode = {
	description: {
		...new Ometria().description,
		name: 'helper',
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const items = this.getInputData();
		await inBatches(
			items,
			async (records) =>
				(await this.helpers.httpRequestWithAuthentication.call(this, 'ometriaApi', {
					method: 'POST',
					url: `${url}/push`,
					headers: { 'Content-Type': 'application/json' },
					body: Buffer.from(JSON.stringify(records)),
					encoding: 'text',
				})) as unknown,
		);
		return [[]];
	},
} as unknown as INodeType;

async function inEngine(
	nodeType: INodeType,
	nodeParameters: NonNullable<Parameters<typeof runNode>[0]['parameters']>,
	items: INodeExecutionData[],
): Promise<unknown> {
	const result = await runNode({
		nodeType,
		items,
		parameters: nodeParameters,
		credential: { accessToken: TOKEN, baseUrl: url, pushRequestsPerSecond: 1_000_000 },
		mode: 'trigger',
	});
	if (result.status !== 'success') throw new Error(result.error?.message);
	return result;
}

const CONTENDERS: Record<string, (items: INodeExecutionData[]) => Promise<unknown>> = {
	bare,
	helper: async (items) => await inEngine(helperNode, {}, items),
	node: async (items) =>
		await inEngine(
			new Ometria(),
			{ resource, operation: 'push', collection: 'n8n', options: {}, ...parameters },
			items,
		),
};

async function main(): Promise<void> {
	const run = CONTENDERS[contender];
	// Warm-up: compiles both paths and opens what is opened once.
	await run(
		Array.from({ length: 2000 }, (_, i) => ({
			json: make(i + 1) as IDataObject,
			pairedItem: { item: i },
		})),
	);
	// Parsed, as input from other nodes is: texts put together by code would still grow when first read.
	const items = Array.from({ length: count }, (_, i) => ({
		json: JSON.parse(JSON.stringify(make(i + 1))) as IDataObject,
		pairedItem: { item: i },
	}));
	const before = held();
	let peak = 0;
	const sampling =
		mode === 'memory' ? setInterval(() => (peak = Math.max(peak, held())), 1000) : undefined;
	let longestHoldMs = 0;
	const stopWatch = watchHolds((_end, _ms, cpuMs) => {
		longestHoldMs = Math.max(longestHoldMs, cpuMs);
	});
	const cpuBefore = process.cpuUsage();
	const began = performance.now();
	const result = await run(items);
	const wallMs = performance.now() - began;
	const { user, system } = process.cpuUsage(cpuBefore);
	stopWatch();
	clearInterval(sampling);
	const after = held();
	console.log(
		JSON.stringify({
			wallMs,
			cpuMs: (user + system) / 1000,
			longestHoldMs,
			keptBytes: after - before,
			peakBytes: Math.max(peak, after) - before,
			// Keeps input and result alive until here.
			held: [items.length, result === undefined],
		}),
	);
}

void main();
