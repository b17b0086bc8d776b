/**
 * `npm run bench`: measures the node beside what people use today and beside a bare loop, in one run on
 * one machine, and writes docs/benchmarks.md. The figures that matter are the ratios. With `--quick` it goes
 * through everything once with few records and writes nothing.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

import { formatNumber } from '../nodes/Ometria/utils/text';
import { measureChecks } from './checks';
import { type Contender, CONTENDERS, type Measured, RealBench } from './realN8n';
import type { InputKind } from './records';
import { measureRefused } from './refused';
import { type ServerProcess, startServer } from './serverProcess';
import { measureRate } from './sharedAccount';

const ROOT = join(__dirname, '..');
const NAMES: Record<Contender, string> = {
	ometria: 'Ometria node',
	loop: 'Loop Over Items + Aggregate + HTTP Request',
	code: 'Code + HTTP Request with batching',
};

interface Sizes {
	/** Records in a real n8n, without and with a limit. */
	unlimited: number[];
	limited: number;
	paced: number;
	/** Latency in ms, and executions side by side. */
	latencies: Array<[latencyMs: number, parallel: number]>;
	engine: Array<[kind: InputKind, count: number]>;
	/** Runs that do not end well: only the node's hold of the event loop is measured. */
	endings: Array<[kind: InputKind, count: number]>;
	checks: number;
	mapped: number;
	/** Records that are all refused. */
	refused: number[];
	/** Runs of which the median counts. */
	runs: number;
}

const QUICK = process.argv.includes('--quick');
const SIZE: Sizes = QUICK
	? {
			unlimited: [200],
			limited: 400,
			paced: 1600,
			latencies: [[20, 1]],
			engine: [
				['contacts', 200],
				['typed orders', 200],
				['orders to convert', 200],
				['Shopify orders', 200],
			],
			endings: [['contacts, token refused', 200]],
			checks: 200,
			mapped: 200,
			refused: [200],
			runs: 1,
		}
	: {
			unlimited: [1000, 10_000, 50_000],
			limited: 10_000,
			paced: 20_000,
			latencies: [
				[20, 1],
				[250, 1],
				[1000, 1],
				[20, 2],
			],
			engine: [
				['contacts', 1000],
				['contacts', 10_000],
				['contacts', 100_000],
				['contacts', 1_000_000],
				['typed orders', 20_000],
				['orders to convert', 100_000],
				['Shopify orders', 20_000],
			],
			endings: [
				['contacts, each second one invalid', 100_000],
				['contacts, each second one invalid', 1_000_000],
				['contacts, token refused', 100_000],
				['contacts, token refused', 1_000_000],
				['contacts, cancelled', 100_000],
				['contacts, cancelled', 1_000_000],
			],
			checks: 100_000,
			mapped: 10_000,
			refused: [3000, 100_000],
			runs: 3,
		};

/** Measured once, with limiters that are no longer in the code, or never were. */
const LIMITER_DECISIONS = [
	'The limiter reckons with how late a request may have reached the server. Weighed once against a constant guard of 10 ms (500 requests, one process, latencies of 20, 250 and 1,000 ms, no, even, exponential and spiky jitter): time against the floor 1.078 with the model and 1.099 without at a sliding window, with 2.0 and 20.8 answers of 429; 1.061 and 1.031 at a fixed window (0.1 and 1.2), 1.060 and 1.027 at a token bucket (0.0 and 0.2). A larger guard of 50 ms still had 4 times 429 a run over these three models and took longer. The first delay of cold connections is worth 1.7 times 429 a run. The model stays: a sliding window is the strictest way of counting a second.',
	'One late request delays one of the next window, no longer all that follow, and the guard is half of the usual delay, at least 5 ms, instead of 10 ms. Measured once beside what was before (504 requests, otherwise as above): time against the floor 1.042 and 1.055 before at a sliding window, with 0.1 and 1.6 answers of 429. With less than 5 ms, two processes with exactly the same latency used 2 % less of a token bucket; with a smaller share, answers of 429 grew where delays vary. The first window ends up to 100 ms late, as its requests open connections.',
	'After a 429 the rate falls to 85 % and regrows at 0.05 of the limit per second³. With 90 % and 0.003, two processes used 88 % of a sliding window and had a third fewer 429s; one process for itself is the same with both, unless the server allows less than the credential says or wants requests evenly spaced: there the answers of 429 grow by half up to double. A limiter that keeps the places of its accepted requests and probes for others used 94 % with as many 429s as before. It is not used: in some runs a second process that started later got none of its 150 requests through before the first had ended, and with evenly spaced counting one process alone fell from 82 to 75 % of the rate.',
];

const lines: string[] = [];
const say = (text = '') => {
	lines.push(text);
	console.log(text);
};

function table(head: string[], rows: Array<Array<string | number>>): void {
	say(`| ${head.join(' | ')} |`);
	say(`|${head.map((_, i) => (i === 0 ? '---|' : '---:|')).join('')}`);
	for (const row of rows) say(`| ${row.join(' | ')} |`);
	say();
}

const median = (values: number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function withoutLimit(bench: RealBench): Promise<void> {
	say('## In a real n8n, server without rate limit\n');
	say(
		"Seconds from the end of the source node to the end of the run, and the longest time in between for which n8n's event loop was held (the thread's CPU time between two ticks of a timer); medians of three.\n",
	);
	const rows = [];
	const holdRows = [];
	for (const count of SIZE.unlimited) {
		const seconds = {} as Record<Contender, number>;
		const holds = {} as Record<Contender, number>;
		for (const contender of CONTENDERS) {
			const runs = [];
			for (let i = 0; i < SIZE.runs; i++) runs.push(await bench.measure(contender, count));
			seconds[contender] = median(runs.map((run) => run.seconds));
			holds[contender] = median(runs.map((run) => run.longestHoldMs));
		}
		const best = Math.min(seconds.loop, seconds.code);
		rows.push([
			formatNumber(count),
			...CONTENDERS.map((contender) => seconds[contender].toFixed(2)),
			`${(best / seconds.ometria).toFixed(1)}×`,
		]);
		holdRows.push([
			formatNumber(count),
			...CONTENDERS.map((contender) => holds[contender].toFixed(0)),
		]);
	}
	const names = CONTENDERS.map((contender) => NAMES[contender]);
	table(['records', ...names, 'better of the two / node'], rows);
	say('Longest hold of the event loop, ms:\n');
	table(['records', ...names], holdRows);
}

function outcome({ status, received, count, throttled }: Measured): string[] {
	return [
		formatNumber(received),
		`${((received / count) * 100).toFixed(0)} %`,
		String(throttled),
		status,
	];
}

async function atEightPerSecond(bench: RealBench): Promise<void> {
	say('## In a real n8n, 8 requests/s, 10,000 records\n');
	const rows = [];
	for (const contender of CONTENDERS) {
		const measured = await bench.measure(contender, SIZE.limited, { limit: 8, latencyMs: 20 });
		rows.push([
			NAMES[contender],
			measured.seconds.toFixed(1),
			measured.longestHoldMs.toFixed(0),
			...outcome(measured),
		]);
	}
	table(
		[
			'workflow',
			'seconds',
			'longest hold of the event loop, ms',
			'records received',
			'of input',
			'answers of 429',
			'status',
		],
		rows,
	);

	const requests = SIZE.paced / 100;
	const floor = (requests - 8) / 8;
	say("## Time against the rate limit's floor\n");
	say(
		`${formatNumber(SIZE.paced)} records are ${requests} requests; no client can start the last one before (${requests} − 8) / 8 = ${floor.toFixed(1)} s, and its answer takes the latency. Each run is the first of its account.\n`,
	);
	const timings = [];
	for (const [latencyMs, parallel] of SIZE.latencies) {
		const measured = await bench.measure('ometria', SIZE.paced / parallel, {
			limit: 8,
			latencyMs,
			parallel,
		});
		timings.push([
			`${latencyMs} ms, ${parallel === 1 ? 'one execution' : 'two executions side by side'}`,
			measured.seconds.toFixed(1),
			(measured.seconds / (floor + latencyMs / 1000)).toFixed(3),
			...outcome(measured),
		]);
	}
	table(
		[
			'latency',
			'seconds',
			'of the floor and one latency',
			'records received',
			'of input',
			'answers of 429',
			'status',
		],
		timings,
	);
}

interface EngineFigures {
	wallMs: number;
	cpuMs: number;
	longestHoldOfN8nMs: number;
	longestHoldMs: number;
	longestHoldWithoutGcMs: number;
	keptBytes: number;
	peakBytes: number;
}

const ENGINE_CONTENDERS = ['bare', 'helper', 'node'] as const;
type EngineContender = (typeof ENGINE_CONTENDERS)[number];

interface EngineInput {
	kind: InputKind;
	count: number;
	mode?: 'time' | 'memory';
}

async function engineRun(
	contender: EngineContender,
	{ kind, count, mode = 'time' }: EngineInput,
	server: ServerProcess,
): Promise<EngineFigures> {
	const output = execFileSync(
		process.execPath,
		[
			'--expose-gc',
			'--max-old-space-size=8192',
			'--import',
			'tsx',
			join(__dirname, 'engineRun.ts'),
			contender,
			kind,
			String(count),
			server.url,
			mode,
		],
		{ cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
	);
	await server.reset();
	return JSON.parse(output.trim().split('\n').at(-1) ?? '') as EngineFigures;
}

function holdCells(node: EngineFigures): string[] {
	return [node.longestHoldMs, node.longestHoldWithoutGcMs, node.longestHoldOfN8nMs].map((ms) =>
		ms.toFixed(0),
	);
}

/** Each contender in turn, so that a change of the machine's speed meets all of them. */
async function engineFigures(
	kind: InputKind,
	count: number,
	server: ServerProcess,
): Promise<Record<EngineContender, EngineFigures>> {
	const runs: Record<EngineContender, EngineFigures[]> = { bare: [], helper: [], node: [] };
	for (let run = 0; run < (count < 1_000_000 ? SIZE.runs : 1); run++) {
		for (const contender of ENGINE_CONTENDERS) {
			runs[contender].push(await engineRun(contender, { kind, count }, server));
		}
	}
	const summaryOf = (figures: EngineFigures[]): EngineFigures => ({
		...figures[0],
		cpuMs: median(figures.map(({ cpuMs }) => cpuMs)),
		longestHoldOfN8nMs: Math.max(...figures.map((run) => run.longestHoldOfN8nMs)),
		longestHoldMs: Math.max(...figures.map((run) => run.longestHoldMs)),
		longestHoldWithoutGcMs: Math.max(...figures.map((run) => run.longestHoldWithoutGcMs)),
	});
	return {
		bare: summaryOf(runs.bare),
		helper: summaryOf(runs.helper),
		node: summaryOf(runs.node),
	};
}

async function inEngine(): Promise<void> {
	say("## In n8n's engine, against a bare loop\n");
	say(
		"The bare loop only serialises and posts with axios; a second one does so in n8n's engine with n8n's HTTP helper, which opens a connection for each request. CPU time of the process, medians of three, for 1,000,000 records of one. Orders have five lines, Shopify's two; the loops post the input as it is and convert nothing.\n",
	);
	const server = await startServer({ pushLimit: { model: 'none', perSecond: 0 } });
	const rows = [];
	const holds = [];
	for (const [kind, count] of SIZE.engine) {
		const { bare, helper, node } = await engineFigures(kind, count, server);
		const memory = await engineRun('node', { kind, count, mode: 'memory' }, server);
		const memoryOfN8n = await engineRun('helper', { kind, count, mode: 'memory' }, server);
		const shareMs = helper.cpuMs - bare.cpuMs;
		rows.push([
			`${formatNumber(count)} ${kind}`,
			bare.cpuMs.toFixed(0),
			helper.cpuMs.toFixed(0),
			node.cpuMs.toFixed(0),
			(node.cpuMs / bare.cpuMs).toFixed(2),
			((node.cpuMs - shareMs) / bare.cpuMs).toFixed(2),
			`${((shareMs / node.cpuMs) * 100).toFixed(0)} %`,
			((node.cpuMs * 1000) / count).toFixed(1),
			(memory.keptBytes / count).toFixed(0),
			(memory.peakBytes / count).toFixed(0),
			(memoryOfN8n.peakBytes / count).toFixed(0),
		]);
		holds.push([
			`${formatNumber(count)} ${kind}`,
			helper.longestHoldMs.toFixed(0),
			...holdCells(node),
		]);
	}
	for (const [kind, count] of SIZE.endings) {
		const node = await engineRun('node', { kind, count }, server);
		holds.push([`${formatNumber(count)} ${kind}`, '–', ...holdCells(node)]);
	}
	server.stop();
	table(
		[
			'records',
			'bare loop, CPU ms',
			"bare loop with n8n's helper, CPU ms",
			'node, CPU ms',
			'node / bare',
			"node without n8n's share / bare",
			"n8n's share of the node",
			'node, µs a record',
			'bytes a record kept (output)',
			'bytes a record, peak',
			"the same in the loop with n8n's helper",
		],
		rows,
	);
	say(
		"n8n's share is what its engine and helper cost beyond axios: the second loop less the first. Bytes are beyond the input; n8n's copy of its list of items is among them, as the last column shows. With few records, what n8n itself allocates for a run weighs more than the records.\n",
	);
	say(
		"Longest hold of the event loop, ms: the thread's CPU time between two ticks of a timer. The longest of all runs. What n8n does before and after the node, such as copying the input, stands apart. With a million items in memory, a collection of V8 alone takes 50 to 80 ms, whichever node runs; marking in small steps before it is not taken off.\n",
	);
	table(
		[
			'records',
			"loop with n8n's helper",
			'node',
			'node, without garbage collection',
			'n8n before and after the node',
		],
		holds,
	);
}

function checks(): void {
	say('## Checking and converting orders with five lines\n');
	say('100,000 orders; median of five, beside `JSON.stringify` of the same records.\n');
	table(
		['orders', 'JSON.stringify, µs', 'check, µs', 'check / JSON.stringify'],
		measureChecks(SIZE.checks).map(({ name, stringifyUs, checkUs }) => [
			name,
			stringifyUs.toFixed(1),
			checkUs.toFixed(1),
			(checkUs / stringifyUs).toFixed(2),
		]),
	);
}

async function rateInVirtualTime(): Promise<void> {
	say('\n## The rate limiter in virtual time\n');
	say(
		"Processes that cannot see each other push to one account of 8 requests/s; where their requests differ, one ends before the other. Share of the account's rate from the first to the last accepted request; means over latencies of 20, 250 and 1,000 ms, without and with 40 ms of jitter. It is not known by which model Ometria counts.\n",
	);
	table(
		["server's model", 'requests of each process', 'rate used', 'answers of 429'],
		(await measureRate(SIZE.runs)).map(({ model, requests, used, throttled }) => [
			model,
			requests.join(', '),
			`${(used * 100).toFixed(1)} %`,
			throttled.toFixed(1),
		]),
	);
	for (const paragraph of LIMITER_DECISIONS) say(`${paragraph}\n`);
}

async function refusals(): Promise<void> {
	say('## An account that refuses everything\n');
	say(
		'All records are refused with the same words; requests until the run stops, in virtual time at 8 requests/s and 250 ms of latency.\n',
	);
	table(
		['records', 'records a request', 'requests', 'seconds'],
		(await measureRefused(SIZE.refused)).map(({ records, batchSize, requests, seconds }) => [
			formatNumber(records),
			batchSize,
			requests,
			seconds.toFixed(1),
		]),
	);
}

async function mapping(bench: RealBench): Promise<void> {
	say('## Mapping 10,000 contacts in a real n8n\n');
	say(
		'Five fields; seconds from the end of the source node to the end of the run, no rate limit.\n',
	);
	const rows = [];
	const ways = {
		ometria: 'Map automatically',
		'mapped plainly': 'Map each column: `{{ $json.email }}`, read without n8n',
		'mapped with code': 'Map each column: `{{ $json.email.trim() }}`, evaluated by n8n',
	} as const;
	for (const [contender, name] of Object.entries(ways)) {
		const { seconds } = await bench.measure(contender as keyof typeof ways, SIZE.mapped);
		rows.push([name, seconds.toFixed(2)]);
	}
	table(['fields', 'seconds'], rows);
}

async function main(): Promise<void> {
	say('# Benchmarks\n');
	say(
		'Written by `npm run bench`; do not edit. Compare ratios, not seconds: they depend on the machine.\n',
	);
	say(`${cpus().length} cores, ${cpus()[0].model}, Node.js ${process.version}, n8n 2.41.1.\n`);
	const bench = await RealBench.start();
	try {
		await withoutLimit(bench);
		await mapping(bench);
		// Last: the limit of an account holds for some minutes after it was asked for.
		await atEightPerSecond(bench);
	} finally {
		await bench.stop();
	}
	await inEngine();
	checks();
	await rateInVirtualTime();
	await refusals();
	if (!QUICK) writeFileSync(join(ROOT, 'docs', 'benchmarks.md'), `${lines.join('\n').trimEnd()}\n`);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
