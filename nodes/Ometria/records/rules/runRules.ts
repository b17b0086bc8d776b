import { counted, formatNumber, listed, shown } from '../../utils/text';
import type { Rule } from './rule';

/** An ID that several records have, and the first items that brought it. */
export interface SharedId {
	id: string;
	items: readonly number[];
}

interface SharedIds {
	/** How many records share an ID with another, and how many there are. */
	sharing: number;
	records: number;
	/** How many IDs are shared, and the first of them. */
	ids: number;
	examples: readonly SharedId[];
	/** Whether they are sent in the order in which their source changed them. */
	isByTime: boolean;
}

/** Items of an ID that a message names. */
const MOST_ITEMS = 3;

function itemsText({ items }: SharedId): string {
	return `items ${items.slice(0, MOST_ITEMS).join(', ')}${items.length > MOST_ITEMS ? ' …' : ''}`;
}

function sharedIdsText({ sharing, records, ids, examples, isByTime }: SharedIds): string {
	const named = listed(examples, (shared) => `${shown(shared.id)} in ${itemsText(shared)}`, {
		between: '; ',
	});
	const which =
		ids === 1
			? `the ID ${shown(examples[0].id)} (${itemsText(examples[0])})`
			: `${formatNumber(ids)} IDs (${named}${ids > examples.length ? '; …' : ''})`;
	return `${formatNumber(sharing)} of ${formatNumber(records)} records share ${which}: each is sent over the one before${isByTime ? ', the newest by the time of the shop last' : ''}`;
}

/** About a run as a whole; they are warnings in the output. */
export const RUN_RULES = {
	execute_once: {
		level: 'notice',
		severity: 'run',
		isSentence: true,
		text: () => 'Execute Once is on in the settings of this node, so it got the first item only',
		happened: '_Execute Once_ is on in the settings of the node, so it got the first item only',
		fix: 'turn it off',
	},
	empty_column: {
		level: 'notice',
		severity: 'serious',
		text: ({ items }: { items: number }) =>
			`the mapped column gave no value for any of the ${formatNumber(items)} items. Check the names in its expression`,
		happened: 'a mapped column gave no value for any item',
		fix: 'check the names in its expression',
	},
	empty_parameter: {
		level: 'notice',
		severity: 'serious',
		isSentence: true,
		text: ({ name, items }: { name: string; items: number }) =>
			`${name} gave nothing for any of the ${formatNumber(items)} items. Check the names in its expression`,
		happened:
			'the expression of _Collection_ or of an option with segments gave nothing for any item',
		fix: 'check the names in the expression',
	},
	shared_ids: {
		level: 'notice',
		severity: 'serious',
		isSentence: true,
		text: sharedIdsText,
		happened: 'records of the run share an ID, so that each is sent over the one before',
		fix: 'check that they are meant to',
	},
	most_share_an_id: {
		level: 'notice',
		severity: 'run',
		isSentence: true,
		text: (shared: SharedIds) => `${sharedIdsText(shared)}. Check what gives the ID`,
		happened: 'most records of the run share an ID with another',
		fix: 'check what gives the ID: its expression may read one item for all',
	},
	lookalike_ids: {
		level: 'notice',
		severity: 'serious',
		isSentence: true,
		text: ({ id, items }: { id: string; items: readonly [number, number] }) =>
			`The IDs of items ${items[0]} and ${items[1]} look the same (${shown(id)}) but are written with different Unicode characters, so they are two records. Normalize them with {{ $json.id.normalize().replace(/\\s/g, " ") }}`,
		happened:
			'two IDs look the same but are written with different Unicode characters, so they are two records',
		fix: 'normalize them with the expression that the message shows',
	},
	most_share_an_email: {
		level: 'notice',
		severity: 'run',
		isSentence: true,
		text: ({ sharing, contacts }: { sharing: number; contacts: number }) =>
			`${formatNumber(sharing)} of ${counted(contacts, 'contact')} have the same email under different IDs: Ometria keeps an email for one contact only. Check what gives the email`,
		happened: 'most contacts of the run have the same email under different IDs',
		fix: 'check what gives the email: its expression may read one item for all',
	},
	errors_unread: {
		level: 'notice',
		severity: 'run',
		isSentence: true,
		text: ({ why }: { why: string }) =>
			`The list of push errors could not be read, so nothing is confirmed: ${why}`,
		happened:
			'_Wait for Validation (Seconds)_ could not read the list of push errors, so nothing is confirmed',
		fix: 'read _Push Error > Get Many_ later',
	},
	errors_unmatched: {
		level: 'notice',
		severity: 'serious',
		isSentence: true,
		text: ({ errors }: { errors: number }) =>
			`${counted(errors, 'push error')} could not be matched with records, because they have no request ID. They may be about records of this run: see Push Error > Get Many`,
		happened: 'push errors have no request ID, so they cannot be matched with records of the run',
		fix: 'read _Push Error > Get Many_',
	},
	errors_window_full: {
		level: 'notice',
		severity: 'serious',
		isSentence: true,
		text: () =>
			'The list of push errors was full (100 for the whole account), so it may no longer hold all errors of this run',
		happened: 'the list of push errors was full, so it may no longer hold all errors of the run',
		fix: 'push fewer records at once, or use the trigger',
	},
	more_warnings: {
		level: 'notice',
		isSentence: true,
		text: ({ kinds }: { kinds: number }) => `And ${counted(kinds, 'more kind')} of warnings`,
		happened: 'there are more kinds of warnings than are listed',
		fix: 'correct those that are listed first',
	},
} satisfies Record<string, Rule>;
