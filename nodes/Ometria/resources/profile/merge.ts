import type { INodeProperties } from 'n8n-workflow';

import { isObject } from '../../utils/json';
import type { Operation } from '../../operations/operation';
import type { Parameters } from '../../operations/parameters';
import { runPerItem } from '../../operations/runPerItem';
import { postOnce } from '../../operations/postOnce';

/** Identifiers that one job takes (documented). */
const MOST_MERGED = 5;

const IDENTIFIER_TYPES = [
	{ name: 'Customer ID', value: 'customer_id' },
	{ name: 'Email Address', value: 'email_address' },
	{ name: 'Phone Number', value: 'phone_number' },
	{ name: 'Profile Hash', value: 'profile_hash' },
];

const identifierType = (name: string, displayName: string): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	options: IDENTIFIER_TYPES,
	default: 'customer_id',
	description: 'What the value is',
});

const survivorType = identifierType('survivorType', 'Survivor By');

const survivorValue: INodeProperties = {
	displayName: 'Survivor',
	name: 'survivorValue',
	type: 'string',
	required: true,
	default: '',
	description: 'The customer who remains',
};

const merged: INodeProperties = {
	displayName: 'Customers to Merge',
	name: 'customersToMerge',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add customer',
	required: true,
	default: {},
	description: `Customers who become part of the survivor, ${MOST_MERGED} at most. Their contacts are deleted: this cannot be undone.`,
	options: [
		{
			displayName: 'Customer',
			name: 'customer',
			values: [
				identifierType('type', 'By'),
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
};

interface Identifier {
	type: string;
	value: string;
}

function identifier(
	parameters: Parameters,
	property: INodeProperties,
	{ type, value }: { type?: unknown; value?: unknown },
): Identifier {
	const known = IDENTIFIER_TYPES.map((option) => option.value);
	if (typeof type !== 'string' || !known.includes(type)) {
		throw parameters.wrong(property, `identified by one of ${known.join(', ')}`, type);
	}
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || text.trim() === '') {
		throw parameters.wrong(property, `identified by a ${type}`, value);
	}
	return { type, value: text.trim() };
}

function readJob(parameters: Parameters) {
	const survivor = identifier(parameters, survivorValue, {
		type: parameters.raw(survivorType),
		value: parameters.raw(survivorValue),
	});
	const given = parameters.raw(merged);
	const entries: unknown = isObject(given) ? given.customer : undefined;
	const list = Array.isArray(entries) ? entries : [];
	if (list.length < 1 || list.length > MOST_MERGED) {
		throw parameters.wrong(merged, `1 to ${MOST_MERGED} customers`, list.length);
	}
	return {
		survivor,
		customers_to_merge: list.map((entry) =>
			identifier(parameters, merged, isObject(entry) ? entry : {}),
		),
	};
}

/**
 * Source: POST /merge-profile (documented: body, 5 identifiers, 1 request a minute; the answer's shape
 * is not, so it is passed on as it is).
 */
export const merge: Operation = {
	value: 'merge',
	name: 'Merge',
	action: 'Merge profiles',
	description:
		'Merge customers into one, which cannot be undone. Ometria does it later, and takes one request a minute.',
	properties: [survivorType, survivorValue, merged],
	async execute(context, session) {
		return await runPerItem(context, {
			failureMessage: 'Profiles could not be merged',
			done: (count, all) => `${count} of ${all} merges were requested, then one was not`,
			irreversible: true,
			atOnce: 1,
			request: (parameters) => {
				const job = readJob(parameters);
				return {
					send: async () => await postOnce(session, 'merge', '/merge-profile', job),
				};
			},
			items: ({ value: { sent, response }, httpStatus }) => [
				{ ...sent, http_status: httpStatus, response },
			],
		});
	},
};
