import { checkRecord } from '../../../nodes/Ometria/records';
import { found } from '../../support/checked';
import { STANDARD } from '../../support/records';

describe('collections for double opt-in by text message', () => {
	const daysAgo = (days: number) => new Date(STANDARD.nowMs - days * 86_400_000).toISOString();
	const consent = (days: number) => ({
		'@collection': 'optin:sms',
		phone_number: '+447700900123',
		channels: { sms: { allow_marketing: true, dt_updated_marketing: daysAgo(days) } },
	});

	it('take consents of the last 10 days', () => {
		expect(found('contact', consent(9))).toEqual([]);
		expect(found('contact', consent(11))).toEqual([
			'channels > sms > dt_updated_marketing sms_consent_time',
		]);
		expect(found('contact', { ...consent(1), channels: {} })).toHaveLength(1);
		expect(found('contact', { ...consent(11), '@collection': 'shop' })).toEqual([]);
	});

	it('take nothing but identifiers and the consent', () => {
		const record = { ...consent(1), '@collection': 'double_optin:sms', firstname: 'Ada' };
		expect(found('contact', record)).toEqual([' sms_consent_fields']);
	});

	it('are known from the parameter too', () => {
		const record = { id: 'x', email: 'a@b.example', firstname: 'Ada' };
		const checked = checkRecord('contact', record, STANDARD, {
			merges: true,
			collection: 'optin:sms',
		});
		expect(checked.ok && checked.warnings.map(({ reason }) => reason)).toEqual([
			'sms_consent_fields',
			'sms_consent_time',
		]);
	});
});
