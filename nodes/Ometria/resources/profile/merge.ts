import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operations/operation';
import type { Parameters } from '../../operations/parameters';
import { postOnce } from '../../operations/postOnce';
import { runPerItem } from '../../operations/runPerItem';
import { counted, formatNumber, withoutInvisible } from '../../utils/text';

/** Identifiers that one job takes (documented). */
const MOST_MERGED = 5;

const IDENTIFIER_TYPES = [
	{ name: 'Customer ID', value: 'customer_id' },
	{ name: 'Email Address', value: 'email_address' },
	{ name: 'Phone Number', value: 'phone_number' },
	{ name: 'Profile Hash', value: 'profile_hash' },
];

const identifierType = (name: string, displayName: string, what: string): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	options: IDENTIFIER_TYPES,
	default: 'customer_id',
	description: `Which identifier of the ${what} you give`,
});

/** Source: the rules for jobs that Ometria's pages on merging profiles give (documented). */
const notice: INodeProperties = {
	displayName:
		'Merging cannot be undone. Ometria merges after it has accepted the request, so a success here does not mean that the profiles were merged: see Merge Job. The job fails if Ometria does not find the profile to keep, or none of the others. If several profiles match the one to keep, the first is kept and the rest are merged into it.',
	name: 'mergeNotice',
	type: 'notice',
	default: '',
};

const survivorType = identifierType('survivorType', 'Find Profile to Keep By', 'profile to keep');

const survivorValue: INodeProperties = {
	displayName: 'Profile to Keep',
	name: 'survivorValue',
	type: 'string',
	required: true,
	default: '',
	description: 'Identifier of the profile that remains',
};

const ENTRY = 'customer';
const entryType = identifierType('type', 'Find By', 'profile');
const entryValue: INodeProperties = {
	displayName: 'Value',
	name: 'value',
	type: 'string',
	default: '',
	description: 'Identifier of a profile that becomes part of the one to keep',
};

const merged: INodeProperties = {
	displayName: 'Profiles to Merge',
	name: 'customersToMerge',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add profile',
	required: true,
	default: {},
	description: `Up to ${MOST_MERGED} profiles that become part of the one to keep. Their contacts are deleted.`,
	options: [{ displayName: 'Profile', name: ENTRY, values: [entryType, entryValue] }],
};

function readIdentifier(
	parameters: Parameters,
	type: INodeProperties,
	value: INodeProperties,
	group?: string,
) {
	const known = IDENTIFIER_TYPES.map((option) => option.value);
	const kind = parameters.choice(type, known, group);
	return { type: kind, value: parameters.text(value, `a ${kind}`, group) };
}

interface Identifier {
	type: string;
	value: string;
}

/** The same for spellings of one identifier. */
function keyOf({ type, value }: Identifier): string {
	const visible = withoutInvisible(value).normalize();
	if (type === 'email_address') return `${type} ${visible.toLowerCase()}`;
	if (type === 'phone_number') {
		const digits = visible.replaceAll('(0)', '').replaceAll(/[^+\d]/g, '');
		return `${type} ${digits.replace(/^00/, '+')}`;
	}
	return `${type} ${visible}`;
}

function readJob(parameters: Parameters) {
	const survivor = readIdentifier(parameters, survivorType, survivorValue);
	parameters.checkGroup(merged);
	const count = parameters.countEntries(merged, ENTRY);
	if (count < 1 || count > MOST_MERGED) {
		throw parameters.wrong(merged, `1 to ${MOST_MERGED} profiles`, count);
	}
	const entries = Array.from({ length: count }, (_, index) => {
		// Errors say which entry is meant.
		const numbered = (property: INodeProperties) => ({
			...property,
			displayName: `${merged.displayName}: ${property.displayName} of profile ${index + 1}`,
		});
		const group = `${merged.name}.${ENTRY}.${index}`;
		return readIdentifier(parameters, numbered(entryType), numbered(entryValue), group);
	});
	// What Ometria does with a profile that is merged with itself is not known.
	const keys = [survivor, ...entries].map(keyOf);
	const twice = keys.findIndex((key, index) => keys.indexOf(key) !== index);
	if (twice > 0) {
		const { value } = entries[twice - 1];
		throw parameters.wrong(merged, 'different profiles, and not the one to keep', value);
	}
	return { survivor, customers_to_merge: entries };
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
		'Merge profiles into one, which cannot be undone. Ometria takes one request a minute.',
	properties: [notice, survivorType, survivorValue, merged],
	async execute(context, session) {
		return await runPerItem(context, {
			failureMessage: 'Profiles could not be merged',
			done: (count, all) =>
				`${formatNumber(count)} of ${counted(all, 'merge')} were requested, then one was not`,
			irreversible: true,
			concurrency: 1,
			request: (parameters) => {
				const job = readJob(parameters);
				const post = { group: 'merge', path: '/merge-profile', sent: job } as const;
				return postOnce(session, { ...post, body: () => job });
			},
		});
	},
};
