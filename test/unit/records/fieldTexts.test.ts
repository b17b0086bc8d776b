import type { JsonRecord, RecordType } from '../../../nodes/Ometria/records';
import { messageOf } from '../../support/checked';

describe('advice', () => {
	it.each([
		['order', { tax: '€12.50' }, 'Remove the currency or unit'],
		['order', { tax: '1e3' }, 'Give it as 1234.50'],
		['order', { is_valid: 'vielleicht' }, 'give true or false with an expression'],
		['contact', { marketing_optin: 'oui' }, 'choose the word for each of your values'],
		['contact', { date_of_birth: '1991-02-29' }, 'The calendar has no such day'],
		['contact', { timestamp_acquired: '2025-04-31 10:00' }, 'The calendar has no such day'],
		['contact', { timestamp_acquired: new Date(NaN) }, 'found an invalid date'],
		['contact', { date_of_birth: 33217.25 }, 'give the day alone'],
	] as Array<[RecordType, JsonRecord, string]>)('%s %j says what to do', (type, fields, text) =>
		expect(messageOf(type, fields)).toContain(text),
	);
});
