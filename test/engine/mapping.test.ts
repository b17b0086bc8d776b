import type { IDataObject, ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';
import { Expression } from 'n8n-workflow';

import { Ometria } from '../../nodes/Ometria/Ometria.node';
import { columnsOf, editorColumnsOf } from '../../nodes/Ometria/records/columns';
import type { RunningSandbox } from '../../sandbox/server';
import { arrived, contacts, push, sandboxFor } from '../support/push';
import { asked } from '../support/read';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor()));
afterEach(() => sandbox.server.reset());
afterAll(async () => await sandbox.close());

/** What the editor saves for "Map Each Column Manually". */
const mapped = (value: object, type: 'contact' | 'order' | 'product' = 'contact') => ({
	fields: {
		mappingMode: 'defineBelow',
		value,
		matchingColumns: [],
		schema: columnsOf(type),
	} as unknown as INodeParameters,
});

describe('mapping each column', () => {
	test('expressions and fixed values make the record, nested parts are assembled', async () => {
		const parameters = mapped({
			id: '=c-{{ $json.nr }}',
			email: '={{ $json.mail }}',
			firstname: 'Ada',
			lastname: null,
			country_id: '',
			'channels.sms.allow_marketing': '={{ $json.sms }}',
			'channels.sms.dt_updated_marketing': '2026-01-15T10:05:00Z',
			store_ids: '["a", "b"]',
			properties: '={{ { tier: $json.tier } }}',
		});
		await push(
			sandbox,
			[
				{ nr: 1, mail: 'a@b.example', sms: 'yes', tier: 'gold' },
				{ nr: 2, mail: 'c@d.example', sms: false, tier: null },
			],
			{ parameters },
		);
		const common = { '@type': 'contact', '@merge': true, firstname: 'Ada', store_ids: ['a', 'b'] };
		const sms = (allow: boolean) => ({
			sms: { allow_marketing: allow, dt_updated_marketing: '2026-01-15T10:05:00Z' },
		});
		expect(arrived(sandbox)).toEqual([
			{
				...common,
				id: 'c-1',
				email: 'a@b.example',
				channels: sms(true),
				properties: { tier: 'gold' },
			},
			{
				...common,
				id: 'c-2',
				email: 'c@d.example',
				channels: sms(false),
				properties: { tier: null },
			},
		]);
	});

	test('a text is read as JSON in columns of lists and objects only', async () => {
		const parameters = mapped(
			{ id: 'a', title: '[2]', sku: '={{ "{\\"a\\":1}" }}', attributes: '[]' },
			'product',
		);
		await push(sandbox, [{}], { resource: 'product', parameters });
		expect(arrived(sandbox)).toMatchObject([
			{ id: 'a', title: '[2]', sku: '{"a":1}', attributes: [] },
		]);
	});

	test('an order has its customer, addresses and line items', async () => {
		const parameters = mapped(
			{
				id: '={{ $json.n }}',
				grand_total: '={{ $json.total }}',
				'customer.id': '={{ $json.who }}',
				'customer.email': 'a@b.example',
				'billing_address.country_code': 'gb',
				lineitems: '={{ $json.lines }}',
			},
			'order',
		);
		const lines = [{ product_id: 'p', quantity: '2' }];
		await push(sandbox, [{ n: 7, total: '49.50', who: 5, lines }], {
			resource: 'order',
			parameters,
		});
		expect(arrived(sandbox)).toEqual([
			{
				'@type': 'order',
				'@merge': true,
				id: '7',
				grand_total: 49.5,
				customer: { id: '5', email: 'a@b.example' },
				billing_address: { country_code: 'GB' },
				lineitems: [{ product_id: 'p', quantity: 2 }],
			},
		]);
	});

	test('a value that does not fit is an error of its item, in Ometria’s terms', async () => {
		const parameters = mapped({ id: '={{ $json.n }}', grand_total: '={{ $json.total }}' }, 'order');
		const { outputs } = await push(
			sandbox,
			[{ n: 1, total: '1,234.50' }, { n: 2, total: '5' }, { total: 5 }],
			{
				resource: 'order',
				parameters,
				settings: { onError: 'continueRegularOutput' },
			},
		);
		expect(arrived(sandbox)).toMatchObject([{ id: '2', grand_total: 5 }]);
		expect(outputs[0].slice(1)).toMatchObject([
			{
				json: { error: { field: 'grand_total', reason: 'ambiguous_number' } },
				pairedItem: { item: 0 },
			},
			{ json: { error: { field: 'id', reason: 'missing_id' } }, pairedItem: { item: 2 } },
		]);
	});

	test('an expression is evaluated once per item, though a record is read twice', async () => {
		const parameters = mapped({
			id: '={{ $json.id }}',
			firstname: '={{ Math.random().toString() }}',
		});
		await push(sandbox, contacts(3), { parameters: { ...parameters, dryRun: false } });
		expect(new Set(arrived(sandbox).map(({ firstname }) => firstname)).size).toBe(3);
	});

	test('automatic mapping takes the item as it is', async () => {
		const fields = { mappingMode: 'autoMapInputData', value: null } as unknown as INodeParameters;
		await push(sandbox, contacts(1), { parameters: { fields } });
		expect(arrived(sandbox)).toMatchObject(contacts(1));
	});
});

describe('columns', () => {
	test.each([
		['contact', ['id']],
		['product', ['id', 'title', 'price']],
		['order', ['id', 'timestamp', 'grand_total', 'currency']],
		['custom_event', ['id', 'event_type', 'timestamp', 'properties']],
	] as const)('begin with what a %s needs', (type, first) => {
		expect(
			columnsOf(type)
				.slice(0, first.length)
				.map(({ id }) => id),
		).toEqual(first);
		expect(columnsOf(type).every(({ removed, required }) => !(removed && required))).toBe(true);
	});

	test('have flat names for nested parts, types for the editor, enumerations as options', () => {
		const column = (id: string) => columnsOf('contact').find((candidate) => candidate.id === id);
		expect(column('marketing_optin')).toMatchObject({
			type: 'options',
			options: [
				{ name: 'Opted In', value: 'EXPLICITLY_OPTEDIN' },
				{ name: 'Opted Out', value: 'EXPLICITLY_OPTEDOUT' },
				{ name: 'Not Specified', value: 'NOT_SPECIFIED' },
			],
		});
		expect(column('channels.sms.allow_marketing')).toMatchObject({
			displayName: 'SMS: Marketing Consent',
			type: 'options',
			options: [{ value: true }, { value: false }],
			removed: true,
		});
		expect(column('properties')).toMatchObject({ type: 'object' });
		expect(columnsOf('order').find(({ id }) => id === 'lineitems')).toMatchObject({
			type: 'array',
			removed: false,
		});
		expect(column('@profile_id')).toBeUndefined();
	});

	test('are never a "boolean", which the editor shows as off from the start: consent is never defaulted', () => {
		for (const type of ['contact', 'product', 'order', 'custom_event'] as const) {
			expect(columnsOf(type).filter((column) => column.type === 'boolean')).toEqual([]);
			const names = columnsOf(type).map(({ displayName }) => displayName);
			expect(new Set(names).size).toBe(names.length);
		}
	});

	test('say the format of a value in their label', () => {
		const labels = [...editorColumnsOf('contact'), ...editorColumnsOf('order')].map(
			({ displayName }) => displayName,
		);
		expect(labels).toEqual(
			expect.arrayContaining([
				'Country (2 Letters)',
				'Currency (3 Letters)',
				'Date of Birth (YYYY-MM-DD)',
				'Acquired At (ISO 8601)',
			]),
		);
	});

	test('reach the editor through the node', async () => {
		const { resourceMapping } = new Ometria().methods;
		const got = await resourceMapping?.mapProduct.call({} as ILoadOptionsFunctions);
		expect(got).toEqual({ fields: editorColumnsOf('product') });
	});
});

/** The rows of an option that names segments, each typed. */
const segments = (...values: Array<string | number>): IDataObject => ({
	segment: values.map((value) => ({ segmentId: { __rl: true, mode: 'id', value } })),
});

describe('segments', () => {
	test.each([
		[
			['635', 636],
			[635, 636],
		],
		[['={{ $json.segment }}'], [700]],
		[
			['={{ "635, 0636" }}', '637'],
			[635, '0636', 637],
		],
	])('can be chosen for %j to add to', async (addToLists, expected) => {
		await push(sandbox, [{ id: 'c', segment: 700 }], {
			options: { addToLists: segments(...addToLists), removeFromLists: segments('9') },
		});
		expect(arrived(sandbox)).toEqual([
			{
				'@type': 'contact',
				'@merge': true,
				'@add_to_lists': expected,
				'@remove_from_lists': [9],
				id: 'c',
				segment: 700,
			},
		]);
	});

	test.each([
		['a list, as up to 0.1', { addToLists: ['635', 636] }],
		['one expression', { addToLists: '={{ $json.segments }}' }],
		[
			'rows that one expression gives',
			{ addToLists: '={{ ({ segment: [{ segmentId: "635,636" }] }) }}' },
		],
		['options that one expression gives', '={{ ({ addToLists: $json.segments }) }}'],
	])('are read from %s', async (_name, options) => {
		await push(sandbox, [{ id: 'c', segments: [635, 636] }], { parameters: { options } });
		expect(arrived(sandbox)).toMatchObject([{ '@add_to_lists': [635, 636] }]);
	});

	test.each([
		['a list without rows', ['VIP event guests']],
		['a row without a mode', { segment: [{ segmentId: 'VIP event guests' }] }],
	])('are found by name in %s, as programs write it', async (_name, addToLists) => {
		await push(sandbox, [{ id: 'c' }], { parameters: { options: { addToLists } } });
		expect(arrived(sandbox)).toMatchObject([{ '@add_to_lists': [635] }]);
	});

	test('are refused where the option holds something else', async () => {
		const { error } = await push(sandbox, [{ id: 'c' }], {
			parameters: { options: { addToLists: '={{ ({ segments: 635 }) }}' } },
		});
		expect(error?.message).toContain('Add to Segments must be a list of segment IDs');
		expect(arrived(sandbox)).toEqual([]);
	});

	test('are found by the names that an expression gives, in one request, and not for IDs', async () => {
		const records = ['635, newsletter: SPRING', 'VIP event guests', 636];
		const inputs = records.map((segments, n) => ({ id: `c-${n}`, segments }));
		const options = {
			addToLists: segments('={{ $json.segments }}'),
			removeFromLists: segments('={{ ["VIP Event Guests"] }}'),
		};
		expect((await push(sandbox, inputs, { options })).status).toBe('success');
		expect(arrived(sandbox)).toMatchObject([
			{ '@add_to_lists': [635, 636], '@remove_from_lists': [635] },
			{ '@add_to_lists': [635], '@remove_from_lists': [635] },
			{ '@add_to_lists': [636], '@remove_from_lists': [635] },
		]);
		expect(asked(sandbox)).toEqual(['GET /lists']);
		await push(sandbox, [{ id: 'c' }], {
			options: { addToLists: segments('={{ [635, "636"] }}') },
		});
		const chosen = { segment: [{ segmentId: { __rl: true, mode: 'list', value: 'vip' } }] };
		await push(sandbox, [{ id: 'c' }], { options: { addToLists: chosen } });
		expect(asked(sandbox)).toEqual(['GET /lists']);
	});

	test('an expression is evaluated once for each item, whether it gives names or IDs', async () => {
		const evaluate = jest.spyOn(Expression.prototype, 'resolveSimpleParameterValue');
		for (const segment of ['VIP event guests', '636']) {
			evaluate.mockClear();
			const inputs = [1, 2, 3].map((n) => ({ id: `c-${n}`, segment }));
			await push(sandbox, inputs, { options: { addToLists: segments('={{ [$json.segment] }}') } });
			const own = evaluate.mock.calls.filter(([value]) => value === '={{ [$json.segment] }}');
			expect(own).toHaveLength(inputs.length);
		}
		evaluate.mockRestore();
	});

	test('a name that no static segment has is the failure of its item alone', async () => {
		const inputs = ['VIPs', 'Lapsed customers', '636'].map((segment, n) => ({
			id: `c-${n}`,
			segment,
		}));
		const { outputs } = await push(sandbox, inputs, {
			options: { addToLists: segments('={{ $json.segment }}') },
			settings: { onError: 'continueErrorOutput' },
		});
		expect(arrived(sandbox)).toMatchObject([{ id: 'c-2', '@add_to_lists': [636] }]);
		expect(outputs[1]).toMatchObject(
			['VIPs', 'Lapsed customers'].map((name) => ({
				json: {
					message: expect.stringContaining(
						`"${name}" is not an ID or name of a static segment. Check what Add to Segments`,
					) as unknown,
					error: { reason: 'wrong_parameter' },
				},
			})),
		);
	});

	test('an ID that is a text is exact, and a name of several segments is refused', async () => {
		const lists = [
			{ id: 'abc', title: 'Guests', type: 'STATIC' },
			{ id: 'def', title: 'abc', type: 'STATIC' },
			{ id: 'ghi', title: 'guests', type: 'STATIC' },
		];
		const body = JSON.stringify(lists);
		sandbox.server.script({ path: '/lists', status: 200, body, times: 2 });
		const pushTo = async (segment: string) =>
			await push(sandbox, [{ id: 'c', segment }], {
				options: { addToLists: segments('={{ $json.segment }}') },
			});
		await pushTo('abc');
		expect(arrived(sandbox)).toMatchObject([{ '@add_to_lists': ['abc'] }]);
		const { error } = await pushTo('Guests');
		expect(error?.message).toBe('"Guests" is the name of 2 static segments, so it must be an ID');
		expect(arrived(sandbox)).toHaveLength(1);
	});

	test('a name is refused where the segments cannot be read, and says why', async () => {
		sandbox.server.script({ path: '/lists', status: 403, body: '{}', times: 10 });
		const { error } = await push(sandbox, [{ id: 'c' }], {
			options: { addToLists: segments('VIPs') },
		});
		expect(error?.message).toMatch(
			/^"VIPs" is not a whole number, and Ometria's segments could not be read to find its ID: .+/,
		);
		expect(arrived(sandbox)).toEqual([]);
	});

	test('an expression that gives nothing for any item is a warning of the run', async () => {
		const run = (given: unknown[]) =>
			push(
				sandbox,
				given.map((segment, n) => ({ id: `c-${n}`, email: `c${n}@shop.example`, segment })),
				{
					parameters: { collection: '={{ $json.shop }}' },
					options: {
						addToLists: segments('={{ $json.segmnt }}'),
						removeFromLists: segments('={{ $json.segment }}'),
					},
				},
			);
		const { outputs, hints } = await run([635, undefined]);
		const names = ['Collection', 'Add to Segments'];
		const texts = names.map(
			(name) => `${name} gave nothing for any of the 2 items. Check the names in its expression`,
		);
		const found = (warnings: unknown) =>
			(warnings as string[]).filter((text) => text.includes('gave nothing'));
		expect(found(outputs[0][0].json.warnings)).toEqual(texts);
		const shown = hints.map(({ message }) => message);
		expect(texts.every((text) => shown.some((hint) => hint?.startsWith(text)))).toBe(true);
		// A single item may well lack a value.
		expect(found((await run([635])).outputs[0][0].json.warnings)).toEqual([]);
	});

	test("an item's own list wins", async () => {
		await push(sandbox, [{ id: 'c', '@add_to_lists': ['x'] }], {
			options: { addToLists: segments('635') },
		});
		expect(arrived(sandbox)).toMatchObject([{ '@add_to_lists': ['x'] }]);
	});

	test('what is not a list of ids is named with its item', async () => {
		const { error } = await push(sandbox, [{ id: 'c' }], {
			options: { addToLists: segments('={{ { a: 1 } }}') },
		});
		expect(error?.message).toContain('Add to Segments must be a list of segment IDs');
		expect(sandbox.server.log).toEqual([]);
	});
});
