import { RULES } from '../../../nodes/Ometria/records/rules';
import { STATUS_RULES } from '../../../nodes/Ometria/records/rules/failureRules';
import { NETWORK_CODES } from '../../../nodes/Ometria/records/rules/networkCodes';
import type { WorkflowData, WorkflowNode } from '../../../playground/src/n8nApi';
import { jsonOf, tracked } from '../../support/project';

const NOTE = 'n8n-nodes-base.stickyNote';
/** Of a node on n8n's canvas, in its pixels. */
const NODE_SIZE = 100;

const EXAMPLES = tracked('examples/*.json').map(
	(path) => [path, jsonOf(path) as WorkflowData] as const,
);
const ofShops = EXAMPLES.filter(([, { nodes }]) =>
	nodes.some(({ parameters }) => 'inputFormat' in parameters),
);

function areaOf({ type, parameters, position }: WorkflowNode) {
	const [left, top] = position as [number, number];
	const isNote = type === NOTE;
	return {
		left,
		top,
		right: left + (isNote ? Number(parameters.width) : NODE_SIZE),
		bottom: top + (isNote ? Number(parameters.height) : NODE_SIZE),
	};
}

function overlap(one: WorkflowNode, other: WorkflowNode): boolean {
	const [a, b] = [areaOf(one), areaOf(other)];
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

test.each(EXAMPLES)('no part of %s lies on another', (_path, { nodes }) => {
	const overlaps = nodes.flatMap((one, index) =>
		nodes
			.slice(index + 1)
			.flatMap((other) => (overlap(one, other) ? [[one.name, other.name]] : [])),
	);
	expect(overlaps).toEqual([]);
});

test.each(EXAMPLES)('a note of %s says which three things to choose', (_path, { nodes }) => {
	const notes = nodes.flatMap(({ type, parameters }) =>
		type === NOTE ? [String(parameters.content)] : [],
	);
	const choices = notes.filter((text) => /^#+ Choose three things$/m.test(text));
	expect(choices).toHaveLength(1);
	expect(choices[0].match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ']);
});

/** Nodes that n8n 3 removes. */
const REMOVED = ['function', 'functionItem', 'itemLists'].map((name) => `n8n-nodes-base.${name}`);

test.each(EXAMPLES)('%s uses no node that n8n 3 removes', (_path, { nodes }) => {
	expect(nodes.filter(({ type }) => REMOVED.includes(type))).toEqual([]);
});

test.each(ofShops)(
	'nothing in %s changes the items between the source and the Ometria node',
	(_path, workflow) => {
		const { nodes, connections } = workflow;
		const push = nodes.find(({ parameters }) => 'inputFormat' in parameters);
		expect(push?.onError).toBe('continueErrorOutput');
		const links = connections as Record<string, { main: Array<Array<{ node: string }>> }>;
		const before = (names: string[]) =>
			nodes.filter(({ name }) => links[name]?.main.flat().some(({ node }) => names.includes(node)));
		const direct = before([push?.name ?? '']);
		// A filter hands items on as they are.
		const filters = direct.filter(({ type }) => type === 'n8n-nodes-base.filter');
		const sources = [
			...direct.filter((node) => !filters.includes(node)),
			...before(filters.map(({ name }) => name)),
		];
		expect(sources.length).toBeGreaterThan(0);
		for (const { type } of sources) {
			expect(type).toMatch(
				/^n8n-nodes-base\.(shopifyTrigger|wooCommerceTrigger|magento2|googleSheets|dataTable)$/,
			);
		}
	},
);

const ofSheets = EXAMPLES.filter(([, { nodes }]) =>
	nodes.some(
		({ parameters: { operation }, type }) =>
			operation === 'update' && type.endsWith('.googleSheets'),
	),
);

test.each(ofSheets)('%s writes into the row that it read, as it is', (_path, { nodes }) => {
	for (const { type, parameters } of nodes) {
		if (!type.endsWith('.googleSheets') || parameters.operation !== 'update') continue;
		expect(parameters.columns).toMatchObject({ matchingColumns: ['row_number'] });
		// A text that begins with "=" would become a formula.
		expect(parameters.options).toEqual({ cellFormat: 'RAW' });
	}
});

/** What a record itself is the cause of: sending it again as it is would fail again. */
const OF_THE_RECORD = Object.entries(RULES)
	.filter(([, { level }]) => level === 'refusal' || level === 'error' || level === 'warning')
	.map(([reason]) => reason)
	.concat('rejected', 'rejected_not_named', 'all_refused', 'http_400', 'http_413', 'http_422');
/** What says nothing of a record: it is sent again when the cause is gone. */
const OF_THE_RUN = [
	...Object.keys(STATUS_RULES)
		.flatMap((statuses) => statuses.split(', '))
		.filter((status) => !OF_THE_RECORD.includes(status)),
	...NETWORK_CODES,
	'network_error',
	'n8n_failed',
	'unreadable_answer',
	'not_sent',
	'cancelled',
	'node_failed',
	'wrong_parameter',
	'unexpected_error',
];

interface Condition {
	leftValue: string;
	rightValue: string;
}

const sorting = EXAMPLES.flatMap(([path, { nodes }]) =>
	nodes
		.filter(({ name }) => name === 'Is the record the cause?')
		.map(({ parameters }) => {
			const { conditions } = parameters.conditions as { conditions: Condition[] };
			return [path, new RegExp(conditions[0].rightValue)] as const;
		}),
);

test.each(sorting)('%s keeps as failed only what the record is the cause of', (_path, ofRun) => {
	expect(OF_THE_RECORD.filter((reason) => ofRun.test(reason))).toEqual([]);
	expect(OF_THE_RUN.filter((reason) => !ofRun.test(reason))).toEqual([]);
});
