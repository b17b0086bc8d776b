/**
 * One contender, one size, in a separate process: prints its figures as JSON.
 * Arguments: contender (node | helper | bare), kind of input, number of records, base URL, `memory` to
 * measure that instead of time.
 */
import { createRequire } from 'node:module';
import { PerformanceObserver } from 'node:perf_hooks';

import axios from 'axios';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { runNode, TOKEN } from '../test/support/engine';
import { type Input, type InputKind, INPUTS } from './records';

// The built node: what users run.
const { Ometria } = createRequire(__filename)('../dist/nodes/Ometria/Ometria.node.js') as {
	Ometria: new () => INodeType;
};
const { watchHolds } = createRequire(__filename)('./holds.cjs') as {
	watchHolds: (onHold: (end: number, ms: number, cpuMs: number) => void) => () => void;
};
const [contender, kind, countText, url, mode] = process.argv.slice(2);
const count = Number(countText);
const { resource, make, parameters, ending }: Input = INPUTS[kind as InputKind];
const SYSTEM = { '@type': resource, '@collection': 'n8n', '@merge': true };

interface Hold {
	/** Start and end, ms on the scale of `performance.now()`. */
	start: number;
	end: number;
	/** CPU time of the thread, ms. */
	cpuMs: number;
}

/** Holds of the event loop, apart for what n8n does before it calls a node and after that has ended. */
class Holds {
	private readonly holds: Hold[] = [];
	private readonly collections: Array<{ start: number; ms: number }> = [];
	private readonly observer = new PerformanceObserver((list) => {
		for (const { startTime, duration } of list.getEntries()) {
			this.collections.push({ start: startTime, ms: duration });
		}
	});
	/** ms; the bare loop is not called by n8n, so that all is its own. */
	private nodeStartedAt = -Infinity;
	private nodeEndedAt = Infinity;
	private endWatch = () => {};

	start(): void {
		this.observer.observe({ entryTypes: ['gc'] });
		this.watch();
	}

	/** To be called when n8n calls the node. */
	nodeStarts(): void {
		this.watch();
		this.nodeStartedAt = performance.now();
	}

	/** To be called when the node has ended. */
	nodeEnds(): void {
		this.nodeEndedAt = performance.now();
		this.watch();
	}

	/** Ends the hold of now, if there is one, and begins another. */
	private watch(): void {
		this.endWatch();
		this.endWatch = watchHolds((epochMs, ms, cpuMs) => {
			const end = epochMs - performance.timeOrigin;
			this.holds.push({ start: end - ms, end, cpuMs });
		});
	}

	/**
	 * @returns longest holds, ms: of n8n before and after the node, of the node (or the bare loop), and
	 * the latter without garbage collection
	 */
	async end(): Promise<{
		longestHoldOfN8nMs: number;
		longestHoldMs: number;
		longestHoldWithoutGcMs: number;
	}> {
		this.endWatch();
		// The observer reports collections some ticks after them.
		await new Promise((resolve) => setTimeout(resolve, 50));
		this.observer.disconnect();
		const isOfNode = ({ start, end }: Hold) => end > this.nodeStartedAt && start < this.nodeEndedAt;
		const withoutGc = ({ start, end, cpuMs }: Hold) =>
			this.collections
				.filter((collection) => collection.start >= start && collection.start < end)
				.reduce((rest, { ms }) => rest - ms, cpuMs);
		const longest = (holds: Hold[]) => Math.max(0, ...holds.map(({ cpuMs }) => cpuMs));
		const ofNode = this.holds.filter(isOfNode);
		return {
			longestHoldOfN8nMs: longest(this.holds.filter((hold) => !isOfNode(hold))),
			longestHoldMs: longest(ofNode),
			longestHoldWithoutGcMs: Math.max(0, ...ofNode.map(withoutGc)),
		};
	}
}

const holds = new Holds();
/** False during the warm-up. */
let isMeasured = false;

/** The node type; it notifies the watch when n8n calls it and when it has ended. */
function watched(nodeType: INodeType): INodeType {
	return Object.assign(Object.create(nodeType) as INodeType, {
		async execute(this: IExecuteFunctions) {
			if (!isMeasured) return await nodeType.execute?.call(this);
			holds.nodeStarts();
			try {
				return await nodeType.execute?.call(this);
			} finally {
				holds.nodeEnds();
			}
		},
	});
}

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
	const { token = TOKEN, cancelAfterMs } = (isMeasured && ending) || {};
	const result = await runNode({
		nodeType: watched(nodeType),
		items,
		parameters: nodeParameters,
		settings: ending && { onError: 'continueErrorOutput' },
		credential: { accessToken: token, baseUrl: url, pushRequestsPerSecond: 1_000_000 },
		mode: 'trigger',
		cancelAfterMs,
	});
	const expected = cancelAfterMs === undefined ? 'success' : 'canceled';
	if (result.status !== expected) throw new Error(result.error?.message ?? result.status);
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
	isMeasured = true;
	holds.start();
	const cpuBefore = process.cpuUsage();
	const began = performance.now();
	const result = await run(items);
	const wallMs = performance.now() - began;
	const { user, system } = process.cpuUsage(cpuBefore);
	const longest = await holds.end();
	clearInterval(sampling);
	const after = held();
	console.log(
		JSON.stringify({
			wallMs,
			cpuMs: (user + system) / 1000,
			...longest,
			keptBytes: after - before,
			peakBytes: Math.max(peak, after) - before,
			// Keeps input and result alive until here.
			held: [items.length, result === undefined],
		}),
	);
}

void main();
