import { asEmail, asText, asTime, type Filter, getManyOperation } from '../../operations/getMany';
import { time } from '../../operations/readProperties';
import { isSameEmail } from '../../pushErrors/filter';
import type { Row } from '../../transport/rows';
import { isObject } from '../../utils/json';
import { SIMPLE } from './shared';

const between = (name: string, label: string, query: string, done: string): Filter[] => [
	{
		property: time(
			`${name}Since`,
			`${label} Since`,
			`Only orders that were ${done} at this time or later`,
		),
		query: `${query}Since`,
		read: asTime,
	},
	{
		property: time(
			`${name}Before`,
			`${label} Before`,
			`Only orders that were ${done} before this time`,
		),
		query: `${query}Before`,
		read: asTime,
	},
];

const customerOf = ({ customer }: Row): Row => (isObject(customer) ? customer : {});

/** Source: GET /orders (limit and offset seen in a client, filters from a third party's description). */
export const getMany = getManyOperation({
	plural: 'orders',
	description: 'List orders',
	filters: [
		...between('created', 'Created', 'create', 'created in Ometria'),
		...between('updated', 'Updated', 'update', 'updated in Ometria'),
		...between('placed', 'Placed', 'timestamp', 'placed'),
		{
			property: {
				displayName: 'Customer ID',
				name: 'customerId',
				type: 'string',
				placeholder: 'e.g. 55555',
				default: '',
				description: 'Only orders of the customer with this ID',
			},
			query: 'customer_id',
			read: asText,
			isOther: (row, value) => {
				const { id } = customerOf(row);
				return (typeof id === 'string' || typeof id === 'number') && String(id) !== value;
			},
		},
		{
			property: {
				displayName: 'Email',
				name: 'email',
				type: 'string',
				placeholder: 'name@email.com',
				default: '',
				description: 'Only orders of the customer with this email address',
			},
			query: 'email',
			read: asEmail,
			isOther: (row, value) => {
				const { email } = customerOf(row);
				return typeof email === 'string' && !isSameEmail(email, value);
			},
		},
	],
	simple: SIMPLE,
	path: () => '/orders',
});
