import { changeTime } from '../../../../nodes/Ometria/formats/shared/changeTime';

describe('the time at which a shop changed an object', () => {
	it.each([
		['Shopify by REST', { updated_at: '2026-03-01T10:00:00+01:00' }, '2026-03-01T09:00:00Z'],
		['Shopify by GraphQL', { updatedAt: '2026-03-01T09:00:00Z' }, '2026-03-01T09:00:00Z'],
		['WooCommerce', { date_modified_gmt: '2026-03-01T09:00:00' }, '2026-03-01T09:00:00Z'],
		['Magento', { updated_at: '2026-03-01 09:00:00' }, '2026-03-01T09:00:00Z'],
		[
			"Shopify's notification of consent",
			{ sms_marketing_consent: { consent_updated_at: '2026-03-01T09:00:00Z' } },
			'2026-03-01T09:00:00Z',
		],
	])('is read as %s gives it', (_shop, json, time) => {
		expect(changeTime(json)).toBe(Date.parse(time));
	});

	it.each([
		{},
		{ updated_at: null },
		{ updated_at: 'today' },
		{ date_modified: '2026-03-01T09:00:00' },
	])('is not known by %j', (json) => expect(changeTime(json)).toBeUndefined());
});
