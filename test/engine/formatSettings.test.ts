import type { INodeParameters } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { arrived, push, sandboxFor } from '../support/push';

let sandbox: RunningSandbox;

beforeAll(async () => (sandbox = await sandboxFor()));
afterEach(() => sandbox.server.reset());
afterAll(async () => await sandbox.close());

/** Pushes items with settings of the format, and with what the run says beside them. */
async function pushed(items: unknown[], formatSettings: object, parameters: INodeParameters = {}) {
	return await push(sandbox, items, {
		parameters: { formatSettings: formatSettings as INodeParameters, ...parameters },
		options: { output: 'summary' },
	});
}

const columns = (rows: Array<[heading: string, field: string, customField?: string]>) => ({
	columns: {
		column: rows.map(([heading, field, customField]) => ({ heading, field, customField })),
	},
});

const ROW = { 'Customer No': 'c-1', Birthday: '03/04/1990', Phone: '07700 900123' };
const READ = { id: 'c-1', date_of_birth: '1990-04-03', phone_number: '+447700900123' };

test('Date Order and Phone Country say how the values of a row are read', async () => {
	await pushed([ROW], { dateOrder: 'dayFirst', phoneCountry: 'gb' });
	expect(arrived(sandbox)).toMatchObject([READ]);
});

test('they hold for records and for columns mapped by hand too', async () => {
	const record = { id: 'c-1', date_of_birth: '03/04/1990', phone_number: '07700 900123' };
	const settings = { dateOrder: 'dayFirst', phoneCountry: 'GB' };
	await pushed([record], settings);
	await pushed([record], settings, { inputFormat: 'ometria' });
	const value = {
		id: '={{ $json["Customer No"] }}',
		date_of_birth: '={{ $json.Birthday }}',
		phone_number: '={{ $json.Phone }}',
	};
	await pushed([ROW], settings, { fields: { mappingMode: 'defineBelow', value } });
	expect(arrived(sandbox)).toMatchObject([READ, READ, READ]);
});

test('Columns says what is sent as what, and what is not sent', async () => {
	const row = {
		'Customer No': 'c-1',
		Name: 'Lovelace',
		'E-Mail': 'work@shop.example',
		'Email Address': 'home@shop.example',
		Newsletter: 'yes',
		Points: 320,
	};
	const { error } = await pushed([row], {});
	expect(error?.description).toContain('Choose the one that is meant in Format Settings > Columns');
	const { hints, outputs } = await pushed(
		[row],
		columns([
			['Name', 'lastname'],
			['Email Address', 'email'],
			['E-Mail', 'notSent'],
			['Newsletter', 'notSent'],
			['Points', 'customField', 'points'],
			['Shoe', 'notSent'],
		]),
	);
	expect(arrived(sandbox)).toEqual([
		{
			'@type': 'contact',
			'@merge': true,
			id: 'c-1',
			customer_id: 'c-1',
			lastname: 'Lovelace',
			email: 'home@shop.example',
			properties: { points: 320 },
		},
	]);
	expect(outputs[0][0].json.warnings).toContainEqual(
		expect.objectContaining({ reason: 'columns_not_found' }),
	);
	const said = hints.map(({ message }) => message).join('\n');
	expect(said).toContain('Format Settings > Columns names "Shoe", which the item does not have');
	expect(said).not.toContain('Columns that are not sent');
});

test('a column that is sent as the consent or as the ID is read as such', async () => {
	const row = { 'Customer No': 'c-1', Ref: 'r-7', Post: 'no' };
	await pushed(
		[row],
		columns([
			['Ref', 'id'],
			['Post', 'marketing_optin'],
			['Customer No', 'notSent'],
		]),
	);
	expect(arrived(sandbox)).toMatchObject([{ id: 'r-7', marketing_optin: 'EXPLICITLY_OPTEDOUT' }]);
});

test.each([
	[{ phoneCountry: 'UK' }, 'Phone Country must be the two letters of a country'],
	[{ dateOrder: 'yearFirst' }, 'Date Order must be one of dayFirst, monthFirst'],
	[columns([['', 'email']]), 'Column must be the heading of a column'],
	[columns([['Points', 'customField', '']]), 'Custom Field must be the ID of a custom field'],
])('a setting that cannot be used is refused: %j', async (settings, message) => {
	const { error } = await pushed([ROW], settings);
	expect(error?.message).toContain(message);
});

test('a field that there is not is not sent, whatever an expression gives', async () => {
	const rows = columns([
		['Phone', '__proto__'],
		['Birthday', 'customField', '__proto__'],
	]);
	await pushed([ROW], rows);
	expect(arrived(sandbox)).toEqual([
		{ '@type': 'contact', '@merge': true, id: 'c-1', customer_id: 'c-1' },
	]);
});
