import type { Entry, Table } from './tables';
import type { JsonObject } from './types';

const seeded = (at: string, rows: JsonObject[]): Entry[] =>
	rows.map((row) => ({ row, at: Date.parse(at) }));

const profile = (
	id: string,
	email: string,
	firstname: string,
	more: JsonObject = {},
): JsonObject => ({
	'@type': 'profile',
	id,
	email,
	customer_id: null,
	firstname,
	lastname: null,
	country: 'GB',
	date_of_birth: null,
	dates: { acquired: '2024-11-01T15:34:35+00:00', last_seen: '2025-02-01T05:44:55+00:00' },
	gender: null,
	identities: [{ id: email, type: 'email' }],
	marketing_optin: null,
	name: firstname,
	phone_number: null,
	properties: {},
	seen: false,
	stats: { aov: 99.17, orders: 1, orders_attempted: 1, revenue: 99.17, total_items: 5, visits: 20 },
	tags: [],
	...more,
});

const list = (
	id: string,
	more: { title: string; type: string; status: string; size: number },
): JsonObject => ({
	'@type': 'list',
	id,
	...more,
	description: '',
	timestamp_created: '2025-11-03T11:48:10+00:00',
	timestamp_last_refreshed: '2025-11-09T14:32:02+00:00',
	timestamp_stats_updated: '2025-11-09T14:32:03+00:00',
	total_orders: 5,
	total_revenue: 823.44,
});

/** Rows that are there from the start, in the shapes on record. */
export const SEED: Partial<Record<Table, Entry[]>> = {
	profiles: seeded('2025-06-01T00:00:00Z', [
		profile('2695-c473e2-4aaf58', 'bob22@example.com', 'Bob', {
			customer_id: '55555',
			gender: 'm',
		}),
		profile('2695-a00001-000001', 'ada@shop.example', 'Ada', {
			marketing_optin: true,
			lifecycle_status: 'active',
			tags: ['VIP'],
			phone_number: '+447700900123',
		}),
		profile('2695-a00001-000002', 'grace+news@shop.example', 'Grace', { country: 'US' }),
	]),
	// A dynamic one is there because nothing can be added to it.
	lists: seeded('2025-11-03T11:48:10Z', [
		list('635', { title: 'VIP event guests', type: 'STATIC', status: 'READY', size: 3 }),
		list('636', { title: 'Newsletter: spring', type: 'STATIC', status: 'READY', size: 340 }),
		list('700', { title: 'Lapsed customers', type: 'DYNAMIC', status: 'READY', size: 5 }),
		list('701', { title: 'Old competition', type: 'STATIC', status: 'ARCHIVED', size: 77 }),
	]),
	members: seeded('2025-11-03T11:48:10Z', [
		{ list_id: '635', profile_id: '2695-c473e2-4aaf58', email: 'bob22@example.com' },
		{ list_id: '635', profile_id: '2695-a00001-000001', email: 'ada@shop.example' },
		{ list_id: '635', profile_id: '2695-a00001-000002', email: 'grace+news@shop.example' },
	]),
	unsubscribes: seeded('2025-05-17T22:08:07Z', [
		{
			email_address: 'bob22@example.com',
			profile_id: '2695-c473e2-4aaf58',
			reason: null,
			timestamp: '2025-05-17 22:08:07+00',
			type: 'preferences_centre',
		},
	]),
	// The fields of a definition are an assumption.
	customFields: seeded('2025-01-10T09:00:00Z', [
		{ category: 'contact', id: 'loyalty_tier', title: 'Loyalty tier', type: 'text' },
		{ category: 'order', id: 'gift', title: 'Gift', type: 'boolean' },
	]),
	deletionRequests: seeded('2025-02-02T10:18:12Z', [
		{
			action: 'anonymise',
			comment: 'Asked by phone',
			id: 'a8c53a39-e0fc-462c-b5fa-907fe70a4174',
			identities: [{ hashed_email: '3af31748a10ef8bd28ce7620c25fe18d@anonymous.ometria' }],
			source: { api_request_id: 'a8c53a39-e0fc-462c-b5fa-907fe70a4174', origin: 'api' },
			summary: '1 contact record anonymised, 15 events anonymised',
			timestamp_completed: '2025-02-04 10:18:12.833949+00',
			timestamp_created: '2025-02-02 10:18:12.833949+00',
		},
	]),
};
