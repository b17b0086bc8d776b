import { SIMPLE as SIMPLE_ORDER } from '../resources/order/shared';
import { SIMPLE as SIMPLE_PROFILE } from '../resources/profile/shared';
import type { Row } from '../transport/rows';
import { fingerprint } from './fingerprint';

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
	/** Equal for rows that report the same event. */
	identity: (row: Row) => string;
	/** Fields of the simplified form; undefined for rows that have few. */
	simple?: readonly string[];
}

/** A row is new when anything in it is: no list says when its rows were updated. */
const byContent = (row: Row) => fingerprint([row]);

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
		identity: byContent,
	},
	{
		value: 'orderCreated',
		name: 'Order Created',
		description: 'A new order was added',
		plural: 'orders',
		path: '/orders',
		since: 'createSince',
		identity: ({ id }) => fingerprint([id]),
		simple: SIMPLE_ORDER,
	},
	{
		value: 'orderUpdated',
		name: 'Order Updated',
		description: 'An order was added or changed',
		plural: 'orders',
		path: '/orders',
		since: 'updateSince',
		identity: byContent,
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
		identity: byContent,
		simple: SIMPLE_PROFILE,
	},
];
