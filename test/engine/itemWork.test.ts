import { createServer } from 'node:http';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { tooSlow } from '../support/doubling';
import { TOKEN } from '../support/engine';
import { growthsOf } from '../support/growingItems';
import { listen, type Listening } from '../support/operations';
import { operate } from '../support/read';

let server: Listening;
beforeAll(async () => {
	server = await listen(
		createServer((request, response) => {
			request.resume().on('end', () => {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end('{"status":"OK","accepted":1,"rejected":0}');
			});
		}),
	);
});
afterAll(async () => await server.close());

const id = (value: string) => ({ __rl: true, mode: 'id', value });
const CONTACT: INodeParameters = {
	contactId: '={{ $json.id }}',
	contactCollection: id('={{ $json.collection }}'),
	mustExist: false,
};
const PERSON = { id: 'c-1', collection: 'shop' };

/** Operations beside the pushes that take their values from items. */
const OPERATIONS: ReadonlyArray<[`${string}/${string}`, INodeParameters, IDataObject]> = [
	[
		'profile/merge',
		{
			survivorValue: '={{ $json.id }}',
			customersToMerge: { customer: [{ type: 'customer_id', value: '={{ $json.others }}' }] },
		},
		{ id: 'c-1', others: 'c-2' },
	],
	[
		'contact/setMarketingConsent',
		{ ...CONTACT, consent: '={{ $json.consent }}' },
		{ ...PERSON, consent: 'optedOut' },
	],
	['segment/addContacts', { ...CONTACT, segmentId: id('636') }, PERSON],
	[
		'transactionalEmail/send',
		{ templateId: '1', toEmail: '={{ $json.email }}', data: '={{ $json.data }}' },
		{ email: 'ada@shop.example', data: { contact: { firstname: 'Ada' }, lines: [{ sku: 'a' }] } },
	],
];

let runs = 0;

test.each(OPERATIONS)(
	'twice the item takes at most three times the work: %s',
	async (operation, parameters, sample) => {
		const work = async (json: unknown) =>
			await operate(server, operation, parameters, {
				inputs: [json as IDataObject],
				settings: { onError: 'continueRegularOutput' },
				// An account of its own each time, as a merge waits for the account's minute.
				credential: {
					accessToken: `${TOKEN}-work-${++runs}`,
					baseUrl: server.url,
					pushRequestsPerSecond: 1000,
				},
			});
		// An item that is no object is none of n8n's.
		const growths = growthsOf(sample).filter(({ name }) =>
			/ in (?:the item|data)$| as (?!the item$)| many data/.test(name),
		);
		expect(growths.length).toBeGreaterThan(10);
		expect(await tooSlow(work, growths)).toEqual([]);
	},
	60_000,
);
