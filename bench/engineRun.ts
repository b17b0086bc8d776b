/**
 * One contender, one size, in a process of its own: prints its figures as JSON.
 * Arguments: contender (node | bare), number of records, base URL, `memory` to measure that instead of time.
 */
import { createRequire } from 'node:module';

import axios from 'axios';
import type { INodeExecutionData, INodeType } from 'n8n-workflow';

import { runNode, TOKEN } from '../test/support/engine';
import { contact } from './records';

// The built node: what users run.
const { Ometria } = createRequire(__filename)('../dist/nodes/Ometria/Ometria.node.js') as {
	Ometria: new () => INodeType;
};
const [contender, countText, url, mode] = process.argv.slice(2);
const count = Number(countText);

function held(): number {
	globalThis.gc?.();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

async function bare(items: INodeExecutionData[]): Promise<void> {
	for (let start = 0; start < items.length; start += 100) {
		const records = items
			.slice(start, start + 100)
			.map(({ json }) => ({ '@type': 'contact', '@collection': 'n8n', '@merge': true, ...json }));
		await axios.post(`${url}/push`, records, { headers: { 'x-ometria-auth': TOKEN } });
	}
}

async function node(items: INodeExecutionData[]): Promise<unknown> {
	const result = await runNode({
		nodeType: new Ometria(),
		items,
		parameters: { resource: 'contact', operation: 'push', collection: 'n8n', options: {} },
		credential: { accessToken: TOKEN, baseUrl: url, pushRequestsPerSecond: 1_000_000 },
		mode: 'trigger',
	});
	if (result.status !== 'success') throw new Error(result.error?.message);
	return result;
}

async function main(): Promise<void> {
	const run = contender === 'bare' ? bare : node;
	// Warm-up: compiles both paths and opens what is opened once.
	await run(
		Array.from({ length: 2000 }, (_, i) => ({ json: contact(i), pairedItem: { item: i } })),
	);
	// Parsed, as input from other nodes is: texts put together by code would still grow when first read.
	const items = Array.from({ length: count }, (_, i) => ({
		json: JSON.parse(JSON.stringify(contact(i))) as ReturnType<typeof contact>,
		pairedItem: { item: i },
	}));
	const before = held();
	let peak = 0;
	const sampling =
		mode === 'memory' ? setInterval(() => (peak = Math.max(peak, held())), 1000) : undefined;
	const cpuBefore = process.cpuUsage();
	const began = performance.now();
	const result = await run(items);
	const wallMs = performance.now() - began;
	const { user, system } = process.cpuUsage(cpuBefore);
	clearInterval(sampling);
	const after = held();
	console.log(
		JSON.stringify({
			wallMs,
			cpuMs: (user + system) / 1000,
			keptBytes: after - before,
			peakBytes: Math.max(peak, after) - before,
			// Keeps input and result alive until here.
			held: [items.length, result === undefined],
		}),
	);
}

void main();
