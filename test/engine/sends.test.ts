import type { IBinaryData, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { sandboxFor } from '../support/push';
import { asked, operate } from '../support/read';

let sandbox: RunningSandbox;

beforeEach(async () => {
	sandbox = await sandboxFor({ emailLimit: { model: 'none', perSecond: 0 } });
});
afterEach(async () => await sandbox.close());

const EMAIL: INodeParameters = {
	templateId: '={{ 1567 }}',
	toEmail: '={{ $json.email ?? "ada@shop.example" }}',
};
const PATH = '/transactional-email/send';
const people = (count: number) =>
	Array.from({ length: count }, (_, n) => ({ email: `p${n}@shop.example` }));

describe('Transactional Email: Send', () => {
	it('sends what the documentation shows', async () => {
		const { json } = await operate(sandbox, 'transactionalEmail/send', {
			...EMAIL,
			data: '{"details": {"orderID": "SO-5001"}}',
			sandbox: true,
			options: {
				subject: 'Your order',
				from: { person: { email: 'care@shop.example', name: 'Shop' } },
				replyTo: { person: { email: 'care@shop.example' } },
				toName: 'Ada',
			},
		});
		expect(sandbox.server.data.rows('emails')).toEqual([
			{
				sandbox: true,
				transactional: true,
				template_id: 1567,
				subject: 'Your order',
				from: { email: 'care@shop.example', name: 'Shop' },
				reply_to: { email: 'care@shop.example' },
				to: { email: 'ada@shop.example', name: 'Ada' },
				data: { details: { orderID: 'SO-5001' } },
			},
		]);
		expect(json).toEqual([
			{
				template_id: 1567,
				to: { email: 'ada@shop.example', name: 'Ada' },
				sandbox: true,
				http_status: 200,
				response: { status: 'OK' },
			},
		]);
	});

	it('ends when Ometria refuses the first 20 with the same words and accepts none', async () => {
		const message = 'Sending to p is not allowed';
		sandbox.server.script({
			path: PATH,
			status: 422,
			times: 'always',
			body: JSON.stringify({ message }),
		});
		const { items } = await operate(sandbox, 'transactionalEmail/send', EMAIL, {
			items: people(60).map((json) => ({ json })),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(asked(sandbox).length).toBeLessThan(30);
		const reasons = items.map(({ json }) => (json.error as IDataObject).reason);
		expect(reasons.filter((reason) => reason === 'refused')).toHaveLength(asked(sandbox).length);
		expect(reasons.at(-1)).toBe('not_sent');
		expect(items.at(-1)?.json.message).toContain(message);
	});

	it.each([
		['one was accepted', 1, undefined],
		['one has a template that is not there', 1, 404],
	])('does not end for 40 refusals when before %s', async (_name, times, status) => {
		if (status !== undefined) sandbox.server.script({ path: PATH, status, times });
		const after = status === undefined ? times : 0;
		sandbox.server.script({ path: PATH, status: 422, times: 'always', after });
		const { items } = await operate(sandbox, 'transactionalEmail/send', EMAIL, {
			items: people(40).map((json) => ({ json })),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(asked(sandbox)).toHaveLength(40);
		expect(items).toHaveLength(40);
	});

	it('sends nothing that was not given', async () => {
		await operate(sandbox, 'transactionalEmail/send', EMAIL);
		expect(sandbox.server.data.rows('emails')).toEqual([
			{
				sandbox: false,
				transactional: true,
				template_id: 1567,
				to: { email: 'ada@shop.example' },
				data: {},
			},
		]);
	});

	it('sends one for each item, also when two are alike', async () => {
		const { items } = await operate(sandbox, 'transactionalEmail/send', EMAIL, {
			inputs: [{}, {}],
		});
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(sandbox.server.data.rows('emails')).toHaveLength(2);
	});

	it.each([
		[{ status: 500 }, 'HTTP 500'],
		[{ delivery: 'reset', apply: true }, 'no answer'],
	] as const)('is not repeated when it may have been sent: %j', async (fault, ending) => {
		sandbox.server.script({ path: PATH, times: 5, ...fault });
		const { error } = await operate(sandbox, 'transactionalEmail/send', EMAIL);
		expect(error?.message).toMatch(/^The email could not be sent: /);
		expect(error?.message).toContain(ending);
		expect(error?.description).toContain('Ometria may have received the request');
		expect(asked(sandbox)).toHaveLength(1);
	});

	it('is repeated after a 429, which says that it was not', async () => {
		sandbox.server.script({ path: PATH, status: 429, times: 2 });
		const { json } = await operate(sandbox, 'transactionalEmail/send', EMAIL);
		expect(json).toHaveLength(1);
		expect(sandbox.server.data.rows('emails')).toHaveLength(1);
		expect(asked(sandbox)).toHaveLength(3);
	}, 30_000);

	it.each([
		['a page of HTML', '<html><title>Maintenance</title></html>', 'Maintenance'],
		['a word', 'OK', 'OK'],
		['an error', '{"status":"ERROR","message":"no stream"}', 'no stream'],
		['a status of failure', '{"status":"failed"}', 'failed'],
		['a status that says more', '{"Status":"FAILED: no template"}', 'no template'],
		['a status number of failure', '{"status":500,"message":"down"}', 'down'],
		['a refusal', '{"status":"rejected"}', 'rejected'],
		['no success', '{"success":false,"detail":"no template"}', 'no template'],
		['an error alone', '{"error":"no template"}', 'no template'],
		['errors', '{"data":{"errors":["no template"]}}', 'no template'],
		['a list with an error', '[{"status":"ERROR","message":"no stream"}]', 'no stream'],
	])('%s with status 200 does not count as sent', async (_what, body, said) => {
		sandbox.server.script({ path: PATH, status: 200, body });
		const { items } = await operate(sandbox, 'transactionalEmail/send', EMAIL, {
			settings: { onError: 'continueRegularOutput' },
		});
		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({ error: { http_status: 200 } });
		expect(items[0].json.message).toContain(said);
		expect(items[0].json.message).toContain('may have received the request');
		expect(asked(sandbox)).toHaveLength(1);
	});

	it.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'sends nothing with Retry On Fail and %s, as n8n would send earlier emails again',
		async (onError) => {
			const { error, items } = await operate(sandbox, 'transactionalEmail/send', EMAIL, {
				inputs: people(2),
				settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0, onError },
			});
			expect(error?.message ?? items[0].json.message).toContain('Retry On Fail');
			expect(asked(sandbox)).toEqual([]);
		},
	);

	it.each<[string, unknown]>([
		['NaN', { total: NaN }],
		['Infinity', { lines: [{ price: Infinity }] }],
		['a Date that does not exist', { at: new Date(NaN) }],
		['the text of a DateTime that does not exist', { at: 'Invalid DateTime' }],
		['a map', { lines: new Map([[1, 2]]) }],
		['a JSON text with digits that a number cannot hold', '{"order": 12345678901234567890}'],
	])('refuses Data with %s instead of altering it', async (_what, value) => {
		const { error } = await operate(
			sandbox,
			'transactionalEmail/send',
			{ ...EMAIL, data: '={{ $json.value }}' },
			{ items: [{ json: { value } as IDataObject }] },
		);
		expect(error?.message).toMatch(/^Data must be /);
		expect(asked(sandbox)).toEqual([]);
	});

	it("names what the server names, without n8n's advice or that about the base URL", async () => {
		sandbox.server.script({ path: PATH, status: 404, body: '{"message":"Template 99 not found"}' });
		const { error } = await operate(sandbox, 'transactionalEmail/send', EMAIL);
		expect(error?.description).toBe(
			'HTTP 404: Template 99 not found. Correct what Ometria names, and run the node again.',
		);
	});

	it('gives one piece of advice after a lost connection', async () => {
		sandbox.server.script({ path: PATH, delivery: 'reset', apply: true });
		const { error } = await operate(sandbox, 'transactionalEmail/send', EMAIL);
		expect(error?.description).not.toMatch(/retry|\.\./i);
		expect(error?.description).toContain('Check before you try again.');
	});

	it.each<[string, unknown]>([
		['', null],
		[' \r\n', null],
		['{"error":null,"errors":[],"success":true}', { error: null, errors: [], success: true }],
		['{"status":"OK","message":"no error"}', { status: 'OK', message: 'no error' }],
		['{"status":202}', { status: 202 }],
	])('accepts the answer %j', async (body, response) => {
		sandbox.server.script({ path: PATH, status: 200, body });
		const { json } = await operate(sandbox, 'transactionalEmail/send', EMAIL);
		expect(json).toMatchObject([{ http_status: 200, response }]);
	});

	it('stops at the first failure and says how far it came', async () => {
		sandbox.server.script({
			path: PATH,
			status: 422,
			body: '{"message":"no such template"}',
			after: 2,
			times: 9,
		});
		const { error } = await operate(sandbox, 'transactionalEmail/send', EMAIL, {
			inputs: people(5),
		});
		expect(error).toMatchObject({
			message: '2 of 5 emails were sent, then one was not: Ometria answered with HTTP 422',
			description: expect.stringContaining('no such template') as unknown,
			context: { itemIndex: 2 },
		});
		expect(asked(sandbox)).toHaveLength(3);
	});

	it('sends the others under Continue', async () => {
		sandbox.server.script({ path: PATH, status: 422, after: 2 });
		const { items } = await operate(sandbox, 'transactionalEmail/send', EMAIL, {
			inputs: people(5),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(items).toHaveLength(5);
		expect(items[4].json).toMatchObject({ error: { reason: 'refused', http_status: 422 } });
		expect(sandbox.server.data.rows('emails')).toHaveLength(4);
	});

	it('refuses a name without an address', async () => {
		const { error } = await operate(sandbox, 'transactionalEmail/send', {
			...EMAIL,
			options: { from: { person: { name: 'Shop' } } },
		});
		expect(error?.message).toBe('From Email must be given where there is a From Name');
	});
});

describe('Transactional Email: Send with own HTML', () => {
	const OWN: INodeParameters = {
		content: 'html',
		html: '<p>Hello {{ firstname }}</p>',
		toEmail: 'ada@shop.example',
		data: '{"firstname": "Ada"}',
		subject: 'Your order SO-5001',
	};

	it('sends what the documentation shows, merge tags untouched', async () => {
		const { json } = await operate(sandbox, 'transactionalEmail/send', {
			...OWN,
			text: 'Hello {{ firstname }}',
			options: { stream: 'default' },
		});
		expect(sandbox.server.data.rows('emails')).toEqual([
			{
				sandbox: false,
				transactional: true,
				stream: 'default',
				content: { html: '<p>Hello {{ firstname }}</p>', text: 'Hello {{ firstname }}' },
				subject: 'Your order SO-5001',
				to: { email: 'ada@shop.example' },
				data: { firstname: 'Ada' },
			},
		]);
		expect(json).toEqual([
			{
				to: { email: 'ada@shop.example' },
				sandbox: false,
				http_status: 200,
				response: { status: 'OK' },
			},
		]);
	});

	it.each(['html', 'text'])(
		'refuses merge tags in an expression of %s, which n8n would empty',
		async (field) => {
			const { error } = await operate(sandbox, 'transactionalEmail/send', {
				...OWN,
				[field]: '=<p>Hello {{ contact.firstname }}, {{ $json.x }}</p>',
			});
			expect(error?.message).toContain('Fixed');
			expect(error?.message).toContain('{{contact.firstname}}');
			expect(asked(sandbox)).toEqual([]);
		},
	);

	it('refuses merge tags in an expression of the subject, and of entries of lists', async () => {
		const html = '=<p>{{ details.items[0].name }}</p>';
		const options = { subject: '=Hello {{ contact.firstname }}' };
		const ofList = await operate(sandbox, 'transactionalEmail/send', { ...OWN, html });
		const ofSubject = await operate(sandbox, 'transactionalEmail/send', { ...EMAIL, options });
		const ofOwn = await operate(sandbox, 'transactionalEmail/send', { ...OWN, ...options });
		expect(ofList.error?.message).toContain('{{details.items[0].name}}');
		for (const { error } of [ofSubject, ofOwn]) {
			expect(error?.message).toContain('Subject must be set to Fixed');
		}
		expect(asked(sandbox)).toEqual([]);
	});

	it('takes expressions of n8n in HTML', async () => {
		const { error } = await operate(
			sandbox,
			'transactionalEmail/send',
			{ ...OWN, html: '=<p>{{ $json.name }} {{ new Date(0).getTime() }} {{ Math.max(1, 2) }}</p>' },
			{ inputs: [{ name: 'Ada' }] },
		);
		expect(error).toBeUndefined();
		expect(sandbox.server.data.rows('emails')).toMatchObject([
			{ content: { html: '<p>Ada 0 2</p>' } },
		]);
	});

	it.each([
		[{ subject: ' ' }, 'Subject must be given, as own HTML brings none'],
		[{ html: ' ' }, 'HTML must be HTML'],
		[{ content: 'pdf' }, 'Content must be one of template, html'],
	])('refuses %j', async (change, message) => {
		const { error } = await operate(sandbox, 'transactionalEmail/send', { ...OWN, ...change });
		expect(error?.message).toContain(message);
		expect(asked(sandbox)).toEqual([]);
	});
});

describe('attachments', () => {
	const PDF = Buffer.from('%PDF-1.7 invoice');
	const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
	const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
	const file = (content: Buffer, fileName?: string, more: Partial<IBinaryData> = {}) => ({
		data: content.toString('base64'),
		mimeType: 'application/octet-stream',
		...(fileName !== undefined && { fileName }),
		...more,
	});
	const withFiles = (...binary: Array<Record<string, IBinaryData>>): INodeExecutionData[] =>
		binary.map((files, n) => ({ json: { email: `p${n}@shop.example` }, binary: files }));
	const attach = (attachments: string): INodeParameters => ({ ...EMAIL, options: { attachments } });

	it('are read from binary fields and sent with the type of their content', async () => {
		const { json } = await operate(
			sandbox,
			'transactionalEmail/send',
			attach('invoice, photo,scan'),
			{
				items: withFiles({
					invoice: file(PDF, 'Invoice 1.PDF'),
					photo: file(JPEG, 'photo.jpg'),
					scan: file(PNG),
				}),
			},
		);
		expect(sandbox.server.data.rows('emails')).toMatchObject([
			{
				template_id: 1567,
				attachments: [
					{ name: 'Invoice 1.PDF', type: 'application/pdf', data: PDF.toString('base64') },
					{ name: 'photo.jpg', type: 'image/jpeg', data: JPEG.toString('base64') },
					{ name: 'scan.png', type: 'image/png', data: PNG.toString('base64') },
				],
			},
		]);
		expect(json).toMatchObject([{ attachments: ['Invoice 1.PDF', 'photo.jpg', 'scan.png'] }]);
	});

	const big = Buffer.concat([PDF, Buffer.alloc(6 * 1024 * 1024)]);
	it.each<[string, Record<string, IBinaryData>, string, string]>([
		['a field that is not there', { a: file(PDF, 'a.pdf') }, 'a,b', 'it has a'],
		['eleven files', {}, 'a,b,c,d,e,f,g,h,i,j,k', 'up to 10 files'],
		['a text', { a: file(Buffer.from('hello'), 'a.pdf') }, 'a', 'PDF, PNG or JPEG files'],
		['an empty file', { a: file(Buffer.alloc(0), 'a.pdf') }, 'a', 'PDF, PNG or JPEG files'],
		['a PDF that is named as a picture', { a: file(PDF, 'a.png') }, 'a', 'this is a PDF: .pdf'],
		['a file without extension', { a: file(PDF, 'invoice') }, 'a', 'this is a PDF: .pdf'],
		[
			'two files of one name',
			{ a: file(PDF, 'a.pdf'), b: file(PDF, 'a.pdf') },
			'a,b',
			'different names',
		],
		[
			'more than 10 MB together',
			{ a: file(big, 'a.pdf'), b: file(big, 'b.pdf') },
			'a,b',
			'up to 10 MB together',
		],
		[
			'more than 10 MB by the size that n8n knows',
			{ a: file(PDF, 'a.pdf', { bytes: 11_000_000 }) },
			'a',
			'up to 10 MB together',
		],
	])('refuse %s before anything is sent', async (_what, files, names, message) => {
		const items = withFiles({ a: file(PDF, 'ok.pdf') }, files);
		const { error } = await operate(
			sandbox,
			'transactionalEmail/send',
			{ ...EMAIL, options: { attachments: `={{ $itemIndex === 0 ? "a" : "${names}" }}` } },
			{ items },
		);
		expect(error?.message).toMatch(/^Attachments must be /);
		expect(error?.message).toContain(message);
		expect(error?.context?.itemIndex).toBe(1);
		expect(asked(sandbox)).toEqual([]);
	});

	it('are named without the path and the unseen characters that their sender gave them', async () => {
		const { json } = await operate(sandbox, 'transactionalEmail/send', attach('a,b'), {
			items: withFiles({
				a: file(PDF, '../../etc/invoice\r\n\u202E.pdf'),
				b: file(PNG, '\u0000'),
			}),
		});
		const names = ['invoice.pdf', 'b.png'];
		expect(json).toMatchObject([{ attachments: names }]);
		expect(sandbox.server.data.rows('emails')).toMatchObject([
			{ attachments: names.map((name) => ({ name })) },
		]);
	});

	it('are looked for in 20 names where they are missing, however many and long they are', async () => {
		const many = Object.fromEntries(
			Array.from({ length: 1000 }, (_, n) => [`${n} ${'x'.repeat(1000)}`, file(PDF, 'a.pdf')]),
		);
		const { error } = await operate(sandbox, 'transactionalEmail/send', attach('a'), {
			items: withFiles(many),
		});
		expect(error?.message).toContain('and 980 more');
		expect(error?.message.length).toBeLessThan(1100);
	});

	it('fail only their own email under Continue', async () => {
		const { items } = await operate(sandbox, 'transactionalEmail/send', attach('a'), {
			items: withFiles(
				{ a: file(PDF, 'a.pdf') },
				{ a: file(Buffer.from('?'), 'a.pdf') },
				{ a: file(PNG, 'a.png') },
			),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(
			items.map(({ json, pairedItem }) => [json.message ?? json.attachments, pairedItem]),
		).toEqual([
			[['a.pdf'], { item: 0 }],
			[['a.png'], { item: 2 }],
			[expect.stringContaining('PDF, PNG or JPEG'), { item: 1 }],
		]);
		expect(sandbox.server.data.rows('emails')).toHaveLength(2);
	});

	it('are sent with a warning above 7.5 MB', async () => {
		const large = Buffer.concat([PDF, Buffer.alloc(8 * 1024 * 1024)]);
		const { hints, json } = await operate(sandbox, 'transactionalEmail/send', attach('a'), {
			items: withFiles({ a: file(large, 'a.pdf') }),
		});
		expect(json).toHaveLength(1);
		expect(hints).toMatchObject([
			{ type: 'warning', message: expect.stringContaining('1 email has attachments') as unknown },
		]);
	});

	it('stop the email where an expression fails to name them', async () => {
		const { error } = await operate(
			sandbox,
			'transactionalEmail/send',
			attach('={{ $json.files.name }}'),
			{ items: withFiles({ a: file(PDF, 'a.pdf') }) },
		);
		expect(error?.message).toBe(
			'Attachments must be values separated by commas, or a list of values, but its expression gives nothing for item 0',
		);
		expect(asked(sandbox)).toEqual([]);
	});
});

describe('Profile: Merge', () => {
	const job = (customer: unknown[]): INodeParameters =>
		({ survivorValue: '1001', customersToMerge: { customer } }) as INodeParameters;

	it('requests what the documentation shows', async () => {
		const { json } = await operate(
			sandbox,
			'profile/merge',
			job([
				{ type: 'email_address', value: 'ada.old@shop.example' },
				{ type: 'phone_number', value: '+447700900123' },
			]),
		);
		const body = {
			survivor: { type: 'customer_id', value: '1001' },
			customers_to_merge: [
				{ type: 'email_address', value: 'ada.old@shop.example' },
				{ type: 'phone_number', value: '+447700900123' },
			],
		};
		expect(sandbox.server.data.rows('merges')).toEqual([body]);
		expect(json).toEqual([{ ...body, http_status: 200, response: { job_id: '1' } }]);
	});

	it.each([
		[
			Array(6).fill({ type: 'customer_id', value: '1' }),
			'Profiles to Merge must be 1 to 5 profiles',
		],
		[
			[{ type: 'name', value: 'Ada' }],
			'Profiles to Merge: Find By of profile 1 must be one of customer_id',
		],
		[
			[{ type: 'customer_id', value: '' }],
			'Profiles to Merge: Value of profile 1 must be a customer_id',
		],
	])('refuses %j', async (customers, message) => {
		const { error } = await operate(sandbox, 'profile/merge', job(customers));
		expect(error?.message).toContain(message);
		expect(asked(sandbox)).toEqual([]);
	});

	it.each([
		['customer_id', '1001', 'customer_id', '1001'],
		['customer_id', '1001', 'customer_id', ' 1001\u200b'],
		['email_address', 'Ada@Shop.example', 'email_address', 'ada@shop.example'],
		['phone_number', '+44 7700 900123', 'phone_number', '+447700900123'],
		['email_address', 'zo\u00eb@shop.example', 'email_address', 'zoe\u0308@shop.example'],
		['phone_number', '+44 (0)7700 900123', 'phone_number', '00447700900123'],
	])('refuses to merge a profile with itself: %s %s, %s %s', async (type, value, other, same) => {
		const { error } = await operate(sandbox, 'profile/merge', {
			...job([{ type: other, value: same }]),
			survivorType: type,
			survivorValue: value,
		});
		expect(error?.message).toContain('different profiles');
		expect(asked(sandbox)).toEqual([]);
	});

	it('refuses the same profile twice in the list', async () => {
		const { error } = await operate(
			sandbox,
			'profile/merge',
			job([
				{ type: 'email_address', value: 'a@shop.example' },
				{ type: 'email_address', value: 'A@shop.example' },
			]),
		);
		expect(error?.message).toContain('different profiles');
		expect(asked(sandbox)).toEqual([]);
	});

	it('is not repeated when it may have been done', async () => {
		sandbox.server.script({ path: '/merge-profile', status: 502, times: 5 });
		const { error } = await operate(
			sandbox,
			'profile/merge',
			job([{ type: 'customer_id', value: '2' }]),
		);
		expect(error?.description).toContain('may have received the request');
		expect(asked(sandbox)).toHaveLength(1);
	});

	it.each<[string, INodeParameters]>([
		['the value of an entry', job([{ type: 'customer_id', value: '={{ $json.none }}' }])],
		['the type of an entry', job([{ type: '={{ $json.none }}', value: '2' }])],
		['all entries', { survivorValue: '1001', customersToMerge: { customer: '={{ $json.none }}' } }],
		['the whole parameter', { survivorValue: '1001', customersToMerge: '={{ $json.none }}' }],
		[
			'the profile to keep',
			{ ...job([{ type: 'customer_id', value: '2' }]), survivorValue: '={{ $json.none }}' },
		],
		[
			'a value within an expression for all',
			{
				survivorValue: '1001',
				customersToMerge: '={{ { customer: [{ type: "customer_id", value: $json.none }] } }}',
			},
		],
	])('is refused when an expression gives nothing for %s', async (_what, parameters) => {
		const { error } = await operate(sandbox, 'profile/merge', parameters);
		expect(error?.message).toMatch(/^Profiles? to (Merge|Keep).* must be /);
		expect(error?.context?.itemIndex).toBe(0);
		expect(asked(sandbox)).toEqual([]);
	});
});
