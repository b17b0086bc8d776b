import { createServer } from 'node:http';

import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import { Ometria } from '../../nodes/Ometria/Ometria.node';
import { OmetriaTrigger } from '../../nodes/Ometria/OmetriaTrigger.node';
import { TOKEN } from '../support/engine';
import { listen, type Listening, OPERATIONS, PARAMETERS, RECORDS } from '../support/operations';
import { operate } from '../support/read';
import { PolledWorkflow } from './errorsSupport';

/** What stands for a value that a parameter of this name takes, where its type does not say. */
const VALUES: Record<string, unknown> = {
	value: '2',
	additionalFields: '{}',
	data: '{}',
	attachments: 'file',
	textTimezone: 'UTC',
	accountCurrency: 'GBP',
	productCurrency: 'GBP',
	templateId: '1',
	email: 'ada@shop.example',
	emails: 'ada@shop.example',
	toEmail: 'ada@shop.example',
	profileId: '1',
	phoneCountry: 'GB',
};

/** Parameters that an expression may leave out for an item. */
const MAY_BE_LEFT_OUT = new Set([
	'contact/push collection',
	'record/push collection',
	'contact/push options.addToLists.segment.0.segmentId',
	'contact/push options.removeFromLists.segment.0.segmentId',
	'contact/push customFields.field.0.value',
	'order/push customFields.field.0.value',
	'product/push customFields.field.0.value',
]);

/** Parameters of the whole run: one wrong value fails all items. */
const OF_RUN =
	/^(options\.(batchSize|confirmSeconds|convertTypes|emptyValues|excelDates|giveUpAfterSeconds|includeRecord|includeRecordIds|maxRetries|onRejected|output|timeout|unknownFields|validation)|onlyInputRequests|dryRun|dryRunOutput)$/;

const EMPTY = [undefined, null, '', ' ', '\u200B\u00A0', []];

interface Leaf {
	path: string[];
	property: INodeProperties;
	/** Other parameters with which it is shown. */
	context: INodeParameters;
}

/** Chooses values of other parameters with which a property is shown. */
function shownWith({ displayOptions }: INodeProperties): INodeParameters {
	return Object.fromEntries(
		Object.entries(displayOptions?.show ?? {})
			.filter(([name]) => name !== 'resource' && name !== 'operation')
			.map(([name, values]) => {
				// `/fields.mappingMode` is a part of a parameter.
				const [parameter, part] = name.replace('/', '').split('.');
				const value = values?.[0] as string;
				const mapped = { value: { id: '={{ $json.id }}' } };
				return [parameter, part === undefined ? value : { ...mapped, [part]: value }];
			}),
	);
}

/** All parameters that can hold an expression, also those inside of collections. */
function leavesOf(property: INodeProperties, path: string[] = []): Leaf[] {
	const here = [...path, property.name];
	const context = shownWith(property);
	if (property.noDataExpression || ['hidden', 'notice', 'resourceMapper'].includes(property.type)) {
		return [];
	}
	const inner =
		property.type === 'collection'
			? (property.options as INodeProperties[]).flatMap((option) => leavesOf(option, here))
			: property.type === 'fixedCollection'
				? (property.options ?? []).flatMap((entry) => {
						const entryPath = [...here, entry.name];
						const first = property.typeOptions?.multipleValues ? [...entryPath, '0'] : entryPath;
						return (entry as { values: INodeProperties[] }).values.flatMap((value) =>
							leavesOf(value, first),
						);
					})
				: [{ path: here, property, context }];
	return inner.map((leaf) => ({ ...leaf, context: { ...context, ...leaf.context } }));
}

function leaves(operation: string): Leaf[] {
	const [resource, name] = operation.split('/');
	return new Ometria().description.properties
		.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.includes(resource) &&
				displayOptions.show.operation?.includes(name),
		)
		.flatMap((property) => leavesOf(property));
}

function usable({ name, type, options, default: given }: INodeProperties): unknown {
	if (name in VALUES) return VALUES[name];
	if (type === 'options' || type === 'multiOptions') {
		return (options ?? []).map((option) => (option as { value: string }).value).find(Boolean);
	}
	if (type === 'boolean' || type === 'number') return given;
	if (type === 'dateTime') return '2026-01-15T09:30:00Z';
	return '1';
}

/** Lays a value at a path over parameters. */
function withValue(parameters: INodeParameters, path: string[], value: unknown): INodeParameters {
	const [step, ...rest] = path;
	const [next] = rest;
	if (next === undefined) return { ...parameters, [step]: value as string };
	const under = (parameters[step] ?? {}) as INodeParameters;
	if (rest[0] === '0') {
		const [entry = {}] = (Array.isArray(under) ? under : []) as INodeParameters[];
		return { ...parameters, [step]: [withValue(entry, rest.slice(1), value)] };
	}
	return { ...parameters, [step]: withValue(under, rest, value) };
}

let server: Listening;
let requests = 0;
let accounts = 0;
beforeAll(async () => {
	server = await listen(
		createServer((request, response) => {
			requests++;
			request.resume();
			const body = request.url?.endsWith('/push')
				? '{"status":"OK","accepted":1,"rejected":0,"request_id":"q-1"}'
				: '[{"id":"1"}]';
			response.writeHead(200, { 'content-type': 'application/json' }).end(body);
		}),
	);
});
afterAll(async () => await server.close());

const PERSON = { person: { email: 'ada@shop.example', name: 'Ada' } };
/** What the groups hold beside the parameter that is empty. */
const GROUPS: INodeParameters = {
	html: '<p>Hello</p>',
	subject: 'Hello',
	customFields: { field: [{ name: 'tier', value: 'gold' }] },
	formatSettings: {
		columns: { column: [{ heading: 'Tier', field: 'customField', customField: 'tier' }] },
	},
	options: { subject: 'Hello', from: PERSON, replyTo: PERSON },
};
const FILE = {
	data: Buffer.from('%PDF-1.7').toString('base64'),
	mimeType: 'application/pdf',
	fileName: 'a.pdf',
};

async function run(operation: `${string}/${string}`, leaf: Leaf, values: unknown[], mode: string) {
	requests = 0;
	const expression = '={{ $json.value }}';
	const { path, property, context } = leaf;
	const value =
		property.type === 'resourceLocator'
			? { __rl: true, mode: 'id', value: expression }
			: expression;
	const [resource] = operation.split('/');
	const parameters = { ...PARAMETERS, ...GROUPS, ...context };
	const { outputs, error } = await operate(server, operation, withValue(parameters, path, value), {
		items: values.map((given, index) => ({
			json: {
				...(RECORDS[resource] ?? RECORDS.contact),
				id: `r-${index}`,
				...(given !== undefined && { value: given }),
			},
			binary: { file: FILE },
		})),
		settings: { onError: mode as 'continueErrorOutput' },
		credential: {
			accessToken: `${TOKEN}-${++accounts}`,
			baseUrl: server.url,
			pushRequestsPerSecond: 1000,
		},
	});
	const failures = outputs.flat().filter(({ json }) => typeof json.error === 'object');
	const wrong = failures.filter(
		({ json }) => (json.error as IDataObject).reason === 'wrong_parameter',
	);
	return { error, outputs, wrong };
}

const itemsOf = (items: Array<{ pairedItem?: unknown }>) =>
	items.map(({ pairedItem }) => (pairedItem as { item: number }).item).sort((a, b) => a - b);

describe.each(OPERATIONS)('%s', (operation) => {
	const all = leaves(operation).map((leaf) => ({ ...leaf, name: leaf.path.join('.') }));

	test.each(all)('refuses $name whose expression gives nothing', async (leaf) => {
		const { property, name } = leaf;
		const values = [usable(property), ...EMPTY];
		const empty = EMPTY.map((_, index) => index + 1);
		const mayBeLeftOut = MAY_BE_LEFT_OUT.has(`${operation} ${name}`);
		for (const mode of ['continueRegularOutput', 'continueErrorOutput']) {
			const { error, wrong } = await run(operation, leaf, values, mode);
			expect(error).toBeUndefined();
			if (OF_RUN.test(name)) {
				expect(itemsOf(wrong)).toEqual([0, ...empty]);
				expect(requests).toBe(0);
			} else {
				expect(itemsOf(wrong)).toEqual(mayBeLeftOut ? [] : empty);
				// At most a look-up and a push for the item that is right.
				expect(requests).toBeLessThanOrEqual(2);
			}
			for (const { json } of wrong) expect(json.message).toContain(property.displayName);
		}
		for (const value of EMPTY) {
			const { error } = await run(operation, leaf, [value], 'stopWorkflow');
			if (mayBeLeftOut) {
				expect(error).toBeUndefined();
				continue;
			}
			expect(error?.message).toContain(`${property.displayName} `);
			expect(error?.message).toMatch(/ must be .*gives nothing/);
			expect(requests).toBe(0);
		}
	});
});

describe('Ometria Trigger', () => {
	const { properties } = new OmetriaTrigger().description;
	const all = properties
		.flatMap((property) => leavesOf(property))
		.map((leaf) => ({ ...leaf, name: leaf.path.join('.') }));

	test.each(all)('refuses $name whose expression gives nothing', async (leaf) => {
		const { path, property, context } = leaf;
		for (const text of ['undefined', 'null', '""', '" "', '"\u200B"', '[]']) {
			const expression = `={{ ${text} }}`;
			const value =
				property.type === 'resourceLocator'
					? { __rl: true, mode: 'id', value: expression }
					: expression;
			const parameters = withValue({ ...PARAMETERS, ...context }, path, value);
			await expect(new PolledWorkflow(server, { parameters }).poll()).rejects.toMatchObject({
				message: expect.stringMatching(
					new RegExp(`^${property.displayName} must be .*gives nothing$`),
				) as string,
			});
		}
	});
});
