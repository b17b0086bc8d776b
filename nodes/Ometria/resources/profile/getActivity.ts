import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { notFoundOf } from '../../operations/get';
import type { Operation } from '../../operations/operation';
import { OPERATION_POLICY } from '../../operations/operation';
import type { Parameters } from '../../operations/parameters';
import { simplifyOutput } from '../../operations/readProperties';
import { runPerItem } from '../../operations/runPerItem';
import { type ErrorsAnswer, fetchPushErrors } from '../../pushErrors/fetchErrors';
import { toItem } from '../../pushErrors/toItem';
import { type Row, simplify } from '../../transport/rows';
import { SIMPLE as SIMPLE_CONTACT } from '../contact/shared';
import { SIMPLE as SIMPLE_ORDER } from '../order/shared';
import { type Activity, readActivity, type Wanted } from './activity';
import { requestByEmail, SIMPLE, whose } from './shared';

const person = whose({
	displayName: 'Person',
	// Not the name of the profile that Get takes: n8n would keep a customer ID for it.
	name: 'person',
	description: 'The person whose activity to get',
	byCustomerId: true,
});

const maxOrders: INodeProperties = {
	displayName: 'Max Orders',
	name: 'maxOrders',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of orders to return, the newest first',
};

function readWanted(parameters: Parameters): Wanted {
	const expected = 'an email address, a customer ID or a profile ID';
	const { mode, value } = parameters.locator(person, expected);
	const most = parameters.wholeNumber(maxOrders);
	const step = parameters.pathStep(person, value);
	if (mode === 'email') {
		const email = parameters.address(person, value);
		return { mode, value, request: requestByEmail(email), limit: most };
	}
	if (mode === 'customerId') return { mode, value, limit: most };
	return { mode: 'id', value, request: { path: `/profiles/${step}` }, limit: most };
}

function toOutput(
	{ profile: row, contacts, orders, pushErrors, notRead }: Activity,
	isSimple: boolean,
): IDataObject {
	const shaped = (one: Row, fields: readonly string[]) =>
		simplify(one, isSimple ? fields : undefined);
	return {
		profile: row ? shaped(row, SIMPLE) : null,
		contacts: contacts.map((one) => shaped(one, SIMPLE_CONTACT)),
		orders: orders.map((one) => shaped(one, SIMPLE_ORDER)),
		push_errors: pushErrors.map((error) => toItem(error, { includeRecord: false })),
		not_read: notRead,
	};
}

/** Source of each part: see {@link readActivity}. */
export const getActivity: Operation = {
	value: 'getActivity',
	name: 'Get Activity',
	action: 'Get activity of a profile',
	description:
		'What happened to a customer: the profile, contacts, newest orders and push errors of one person, and what could not be read',
	properties: [person, maxOrders, simplifyOutput],
	async execute(context, session) {
		let list: Promise<ErrorsAnswer> | undefined;
		// One list for all items: it is that of the account.
		const errors = async () => await (list ??= fetchPushErrors(session, OPERATION_POLICY));
		return await runPerItem<Activity>(context, {
			failureMessage: 'Activity could not be read',
			request: (parameters) => {
				const isSimple = parameters.boolean(simplifyOutput);
				const wanted = readWanted(parameters);
				return {
					key: JSON.stringify(wanted),
					notFound: notFoundOf('profile'),
					send: async () => await readActivity(session, wanted, errors),
					items: (activity) => [toOutput(activity, isSimple)],
				};
			},
		});
	},
};
