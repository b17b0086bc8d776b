import type { INodeParameters } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { arrived, sandboxFor } from '../support/push';
import { asked, operate } from '../support/read';

let sandbox: RunningSandbox;

beforeEach(async () => {
	sandbox = await sandboxFor();
});
afterEach(async () => await sandbox.close());

const CONTACT: INodeParameters = {
	contactId: '={{ $json.id }}',
	contactCollection: { __rl: true, mode: 'id', value: 'shop' },
	mustExist: false,
};
const INPUTS = [{ id: 'c-1' }, { id: 'c-2' }];
const segment = (value: unknown): INodeParameters =>
	({ ...CONTACT, segmentId: { __rl: true, mode: 'list', value } }) as INodeParameters;

describe('Segment: Add Contacts and Remove Contacts', () => {
	it('push partial contacts, in one request, with the outcomes of a push', async () => {
		const { json, items, hints } = await operate(sandbox, 'segment/addContacts', segment('636'), {
			inputs: INPUTS,
		});
		expect(arrived(sandbox)).toEqual(
			INPUTS.map(({ id }) => ({
				'@type': 'contact',
				'@collection': 'shop',
				'@merge': true,
				'@add_to_lists': [636],
				id,
			})),
		);
		expect(json).toMatchObject([{ record_type: 'contact', sent: 2, accepted: 2, rejected: 0 }]);
		expect(items[0].pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
		expect(hints.filter(({ type }) => type === 'warning')).toEqual([]);
		expect(sandbox.server.data.rows('members').slice(-2)).toMatchObject([
			{ list_id: '636', profile_id: 'profile-c-1' },
			{ list_id: '636', profile_id: 'profile-c-2' },
		]);
	});

	it('remove contacts', async () => {
		await operate(sandbox, 'segment/addContacts', segment('636'), { inputs: INPUTS });
		await operate(sandbox, 'segment/removeContacts', segment('636'), { inputs: [INPUTS[0]] });
		expect(arrived(sandbox).at(-1)).toMatchObject({ id: 'c-1', '@remove_from_lists': [636] });
		const members = sandbox.server.data.rows('members').map(({ profile_id: id }) => id);
		expect(members).toContain('profile-c-2');
		expect(members).not.toContain('profile-c-1');
	});

	it('find the segment by the name that an expression gives', async () => {
		const inputs = [{ id: 'c-1', segment: 'newsletter: spring' }];
		const named = segment('={{ $json.segment }}');
		await operate(sandbox, 'segment/addContacts', named, { inputs });
		await operate(sandbox, 'segment/removeContacts', named, { inputs });
		expect(arrived(sandbox)).toMatchObject([
			{ '@add_to_lists': [636] },
			{ '@remove_from_lists': [636] },
		]);
		expect(asked(sandbox)).toEqual(['GET /lists', 'GET /lists']);
		const unknown = [{ id: 'c-1', segment: 'VIPs' }];
		const { error } = await operate(sandbox, 'segment/addContacts', named, { inputs: unknown });
		expect(error?.message).toBe('"VIPs" is not an ID or name of a static segment');
		expect(arrived(sandbox)).toHaveLength(2);
	});

	it('find the segment by the name that was typed in, and refuse what is none', async () => {
		const typed = (value: string) => ({ ...CONTACT, segmentId: { __rl: true, mode: 'id', value } });
		const add = async (value: string) =>
			await operate(sandbox, 'segment/addContacts', typed(value), { inputs: INPUTS });
		await add('Newsletter: spring');
		expect(arrived(sandbox)).toMatchObject(INPUTS.map(() => ({ '@add_to_lists': [636] })));
		expect((await add('635,7')).error?.message).toBe(
			'"635,7" is not an ID or name of a static segment',
		);
		expect(asked(sandbox)).toEqual(['GET /lists', 'GET /lists']);
		expect(arrived(sandbox)).toHaveLength(INPUTS.length);
	});

	it('keep what Ometria has of the contact', async () => {
		sandbox.server.store.put(
			'contact',
			{ id: 'c-1', '@collection': 'shop', firstname: 'Ada' },
			Date.now(),
		);
		await operate(sandbox, 'segment/addContacts', segment('636'), { inputs: [INPUTS[0]] });
		expect(sandbox.server.store.all('contact')).toMatchObject([{ firstname: 'Ada' }]);
	});

	it.each<[INodeParameters, string]>([
		[segment('={{ "" }}'), 'Segment must be the ID or name of a static segment'],
		[
			{ ...segment('636'), contactId: '={{ $json.none }}' },
			'Contact ID must be an ID, but its expression gives nothing',
		],
		[
			{ ...segment('636'), contactCollection: { __rl: true, mode: 'id', value: ' ' } },
			'Collection must be the name of a collection',
		],
	])('refuse %j before anything is sent', async (parameters, message) => {
		const { error } = await operate(sandbox, 'segment/addContacts', parameters, { inputs: INPUTS });
		expect(error?.message).toContain(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(arrived(sandbox)).toEqual([]);
	});

	it('fail one contact without an ID alone under Continue', async () => {
		const { outputs } = await operate(sandbox, 'segment/addContacts', segment('636'), {
			inputs: [{ id: 'c-1' }, { id: '' }, { id: 'c-3' }],
			settings: { onError: 'continueErrorOutput' },
		});
		expect(outputs[0]).toMatchObject([{ json: { accepted: 2 } }]);
		expect(outputs[1]).toMatchObject([
			{ json: { error: { reason: 'wrong_parameter' } }, pairedItem: { item: 1 } },
		]);
	});
});

describe('Contact: Set Marketing Consent', () => {
	const head = { '@type': 'contact', '@collection': 'shop', '@merge': true, id: 'c-1' };
	const at = { consentTime: '2026-01-15T10:00:00Z' };
	const iso = '2026-01-15T10:00:00.000Z';
	it.each<[string, INodeParameters, object]>([
		['opts in by email', { consent: 'optedIn' }, { marketing_optin: 'EXPLICITLY_OPTEDIN' }],
		[
			'opts in by email at a time',
			{ consent: 'optedIn', ...at },
			{ marketing_optin: 'EXPLICITLY_OPTEDIN', timestamp_subscribed: iso },
		],
		[
			'opts out by email, forced',
			{ consent: 'optedOut', forceConsent: true, ...at },
			{
				marketing_optin: 'EXPLICITLY_OPTEDOUT',
				timestamp_unsubscribed: iso,
				'@force_optin': true,
			},
		],
		[
			'opts in by SMS',
			{ consent: 'optedIn', consentChannel: 'sms', ...at },
			{ channels: { sms: { allow_marketing: true, dt_updated_marketing: iso } } },
		],
		[
			'opts out by SMS',
			{ consent: 'optedOut', consentChannel: 'sms', forceConsent: true },
			{ channels: { sms: { allow_marketing: false } } },
		],
	])('%s', async (_what, parameters, fields) => {
		const { json } = await operate(
			sandbox,
			'contact/setMarketingConsent',
			{ ...CONTACT, ...parameters },
			{ inputs: [INPUTS[0]] },
		);
		expect(json).toMatchObject([{ accepted: 1 }]);
		expect(arrived(sandbox)).toEqual([{ ...head, ...fields }]);
	});

	it('does not run before a consent was chosen', async () => {
		await expect(operate(sandbox, 'contact/setMarketingConsent', CONTACT)).rejects.toThrow(
			// n8n 1.x does not say which parameter.
			/Parameter "Consent" is required|The workflow has issues and cannot be executed/,
		);
	});

	it.each<[INodeParameters, string]>([
		[{ consent: '={{ "" }}' }, 'Consent must be one of optedIn, optedOut'],
		[
			{ consent: '={{ $json.decision }}' },
			'Consent must be one of optedIn, optedOut, but its expression gives nothing',
		],
		[{ consent: 'yes' }, 'Consent must be one of optedIn, optedOut'],
		[
			{ consent: 'optedIn', consentTime: '={{ $json.when }}' },
			'Time of Consent must be a date and time such as 2026-01-15T09:30:00Z, but its expression gives nothing',
		],
		[{ consent: 'optedIn', consentTime: 'soon' }, 'Time of Consent must be a date and time'],
		[
			{ consent: 'optedIn', forceConsent: '={{ $json.force }}' },
			'Force must be true or false, but its expression gives nothing',
		],
	])('refuses %j: consent is never guessed', async (parameters, message) => {
		const { error } = await operate(
			sandbox,
			'contact/setMarketingConsent',
			{ ...CONTACT, ...parameters },
			{ inputs: INPUTS },
		);
		expect(error?.message).toContain(message);
		expect(arrived(sandbox)).toEqual([]);
	});
});

describe('Contact Must Exist', () => {
	const OPT_OUT: INodeParameters = { ...CONTACT, mustExist: true, consent: 'optedOut' };
	const stored = (id: string) =>
		sandbox.server.store.put('contact', { id, '@collection': 'shop' }, Date.now());

	it('is on by default, sends for known contacts, and makes error items of the others', async () => {
		stored('c-1');
		const { outputs } = await operate(
			sandbox,
			'contact/setMarketingConsent',
			{ contactId: '={{ $json.id }}', contactCollection: 'shop', consent: 'optedOut' },
			{ inputs: INPUTS, settings: { onError: 'continueErrorOutput' } },
		);
		expect(outputs[0]).toMatchObject([{ json: { accepted: 1 } }]);
		expect(outputs[1]).toMatchObject([
			{
				json: {
					error: { reason: 'unknown_contact', field: 'id' },
					message: expect.stringContaining(
						'Contact "c-2" is not in the collection "shop"',
					) as string,
				},
				pairedItem: { item: 1 },
			},
		]);
		expect(arrived(sandbox)).toMatchObject([{ id: 'c-1' }]);
	});

	it('sends nothing under Stop while one contact is unknown', async () => {
		stored('c-1');
		const { error } = await operate(sandbox, 'contact/setMarketingConsent', OPT_OUT, {
			inputs: INPUTS,
		});
		expect(error?.description ?? error?.message).toContain('not in the collection');
		expect(arrived(sandbox)).toEqual([]);
	});

	it('sends nothing for a contact that could not be looked up', async () => {
		sandbox.server.script({ path: '/contacts/shop/c-1', status: 403, times: 9 });
		const { items } = await operate(
			sandbox,
			'segment/addContacts',
			{
				...segment('636'),
				mustExist: true,
			},
			{ settings: { onError: 'continueRegularOutput' }, inputs: [INPUTS[0]] },
		);
		expect(items).toMatchObject([{ json: { error: { reason: 'contact_not_checked' } } }]);
		expect(items[0].json.message).toContain('HTTP 403');
		expect(arrived(sandbox)).toEqual([]);
	});

	it('asks for no further contact once the token is not accepted', async () => {
		const inputs = Array.from({ length: 40 }, (_entry, index) => ({ id: `c-${index}` }));
		for (const { id } of inputs) {
			sandbox.server.script({ path: `/contacts/shop/${id}`, status: 401, times: 9 });
		}
		const { items } = await operate(sandbox, 'contact/setMarketingConsent', OPT_OUT, {
			inputs,
			settings: { onError: 'continueRegularOutput' },
		});
		// Those that were in flight at the same time.
		expect(asked(sandbox).length).toBeLessThanOrEqual(8);
		const reasons = items.map(({ json }) => (json.error as { reason: unknown }).reason);
		expect(reasons).toEqual(inputs.map(() => 'contact_not_checked'));
	});

	it('looks the same contact up once', async () => {
		stored('c-1');
		await operate(sandbox, 'contact/setMarketingConsent', OPT_OUT, {
			inputs: [INPUTS[0], INPUTS[0]],
		});
		expect(asked(sandbox)).toEqual(['GET /contacts/shop/c-1']);
	});
});
