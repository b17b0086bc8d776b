import { asked, operate } from '../support/read';
import { sandboxFor } from '../support/push';

import type { INodeParameters } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';

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
				fromEmail: 'care@shop.example',
				fromName: 'Shop',
				replyToEmail: 'care@shop.example',
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
		expect(error?.message).toMatch(/^The e-mail could not be sent: /);
		expect(error?.message).toContain(ending);
		expect(error?.description).toContain('Ometria may have done it all the same');
		expect(asked(sandbox)).toHaveLength(1);
	});

	it('is repeated after a 429, which says that it was not', async () => {
		sandbox.server.script({ path: PATH, status: 429, times: 2 });
		const { json } = await operate(sandbox, 'transactionalEmail/send', EMAIL);
		expect(json).toHaveLength(1);
		expect(sandbox.server.data.rows('emails')).toHaveLength(1);
		expect(asked(sandbox)).toHaveLength(3);
	}, 30_000);

	it('accepts an answer without a body', async () => {
		sandbox.server.script({ path: PATH, status: 200, body: '' });
		const { json } = await operate(sandbox, 'transactionalEmail/send', EMAIL);
		expect(json).toMatchObject([{ http_status: 200, response: null }]);
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
			message: '2 of 5 e-mails were sent, then one was not: Ometria answered with HTTP 422',
			description: expect.stringContaining('no such template') as unknown,
			context: { itemIndex: 2 },
		});
		expect(asked(sandbox)).toHaveLength(3);
	});

	it('under Continue, sends the others', async () => {
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
			options: { fromName: 'Shop' },
		});
		expect(error?.message).toBe('From Email must be given where there is a From Name');
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
			'Customers to Merge must be 1 to 5 customers',
		],
		[[{ type: 'name', value: 'Ada' }], 'identified by one of customer_id'],
		[[{ type: 'customer_id', value: '' }], 'identified by a customer_id'],
	])('refuses %j', async (customers, message) => {
		const { error } = await operate(sandbox, 'profile/merge', job(customers));
		expect(error?.message).toContain(message);
		expect(asked(sandbox)).toEqual([]);
	});

	it('is not repeated when it may have been done', async () => {
		sandbox.server.script({ path: '/merge-profile', status: 502, times: 5 });
		const { error } = await operate(
			sandbox,
			'profile/merge',
			job([{ type: 'customer_id', value: '2' }]),
		);
		expect(error?.description).toContain('may have done it');
		expect(asked(sandbox)).toHaveLength(1);
	});
});
