import { SIMPLE as SIMPLE_ORDER } from '../resources/order/shared';
import { SIMPLE as SIMPLE_PROFILE } from '../resources/profile/shared';
import type { Row } from '../transport/rows';
import { fingerprint } from '../utils/fingerprint';
import { collectionOf } from './collection';
import type { RowState } from './rowMemory';

/** Something that happens to rows of a list, and that can be queried by time. */
export interface ChangeEvent {
	/** Value of the event parameter, and key of the cursor in the node's static data. */
	value: string;
	name: string;
	description: string;
	/** Plural, for messages. */
	plural: string;
	path: string;
	/** The query parameter that takes the earliest time wanted. */
	since: string;
	/** What the row is, and the state of it whose change is an event. */
	stateOf: (row: Row) => RowState;
	/** By which version 0.1.0 remembered a row that it had emitted. */
	earlierIdentity: (row: Row) => string;
	/** Fields of the simplified form; undefined for rows that have few. */
	simple?: readonly string[];
}

const contentOf = (row: Row) => fingerprint([row]);

/** Each row is a separate event. */
function byContent(row: Row): RowState {
	const content = contentOf(row);
	return { id: content, state: content };
}

/** An ID is unique within its collection, where the row has one. */
function byId(row: Row, stateOf: (row: Row) => string): RowState {
	const { id } = row;
	if (typeof id !== 'string' && typeof id !== 'number') return byContent(row);
	return { id: fingerprint([String(id), collectionOf(row)]), state: stateOf(row) };
}

/** A row is changed when anything in it is: no list says when its rows were updated. */
const byState = (row: Row) => byId(row, contentOf);

/** A row is new once. */
const byIdAlone = (row: Row) => byId(row, () => '');

/** Sources: see the Get Many operations of the same resources. */
export const CHANGE_EVENTS: readonly ChangeEvent[] = [
	{
		value: 'contactUnsubscribed',
		name: 'Contact Unsubscribed',
		description:
			'A contact unsubscribed. Ometria does not list unsubscribes that came through the API.',
		plural: 'unsubscribes',
		path: '/unsubscribes',
		since: 'since',
		stateOf: byContent,
		earlierIdentity: contentOf,
	},
	{
		value: 'orderCreated',
		name: 'Order Created',
		description: 'A new order was added',
		plural: 'orders',
		path: '/orders',
		since: 'createSince',
		stateOf: byIdAlone,
		earlierIdentity: ({ id }) => fingerprint([id]),
		simple: SIMPLE_ORDER,
	},
	{
		value: 'orderUpdated',
		name: 'Order Updated',
		description: 'An order was added or changed',
		plural: 'orders',
		path: '/orders',
		since: 'updateSince',
		stateOf: byState,
		earlierIdentity: contentOf,
		simple: SIMPLE_ORDER,
	},
	{
		value: 'profileUpdated',
		name: 'Profile Updated',
		description:
			'A profile was added or changed. Entering or leaving a dynamic segment alone does not count.',
		plural: 'profiles',
		path: '/profiles',
		since: 'updateSince',
		stateOf: byState,
		earlierIdentity: contentOf,
		simple: SIMPLE_PROFILE,
	},
];
