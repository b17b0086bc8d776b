import type { FormatSettings, Json } from '../../../../../nodes/Ometria/formats/types';
import { description, problemOf, recordOf, warningsOf } from '../tableRows';
import { rowOf } from './exportRows';

const MAILCHIMP =
	'Email Address|First Name|Last Name|MEMBER_RATING|OPTIN_TIME|OPTIN_IP|CONFIRM_TIME|CONFIRM_IP|LATITUDE|LONGITUDE|GMTOFF|DSTOFF|TIMEZONE|CC|REGION|';
const HEADINGS = {
	shopify:
		'Customer ID|First Name|Last Name|Email|Accepts Email Marketing|Default Address Company|Default Address Address1|Default Address Address2|Default Address City|Default Address Province Code|Default Address Country Code|Default Address Zip|Default Address Phone|Phone|Accepts SMS Marketing|Total Spent|Total Orders|Note|Tax Exempt|Tags|Accepts WhatsApp Marketing',
	shopifyBefore:
		'First Name|Last Name|Email|Accepts Email Marketing|Company|Address1|Address2|City|Province|Province Code|Country|Country Code|Zip|Phone|Accepts SMS Marketing|Total Spent|Total Orders|Tags|Note|Tax Exempt',
	wooReport:
		'Name|Username|Last Active|Sign Up|Email|Orders|Total Spend|AOV|Country / Region|City|Region|Postal Code',
	magentoMain:
		'email|_website|_store|confirmation|created_at|created_in|disable_auto_group_change|dob|firstname|gender|group_id|lastname|middlename|password_hash|prefix|store_id|suffix|taxvat|website_id|password',
	magentoList:
		'ID|Name|Email|Group|Phone|ZIP|Country|State/Province|Customer Since|Web Site|Confirmed email|Account Created in|Date of Birth|Tax VAT Number|Gender',
	subscribed: `${MAILCHIMP}LAST_CHANGED|LEID|EUID|NOTES|TAGS`,
	unsubscribed: `${MAILCHIMP}UNSUB_TIME|UNSUB_CAMPAIGN_TITLE|UNSUB_CAMPAIGN_ID|UNSUB_REASON|UNSUB_REASON_OTHER|LAST_CHANGED|LEID|EUID|NOTES|TAGS`,
	cleaned: `${MAILCHIMP}CLEAN_TIME|CLEAN_CAMPAIGN_TITLE|CLEAN_CAMPAIGN_ID|LEID|EUID|NOTES|TAGS`,
	klaviyo:
		'Email|Klaviyo ID|First Name|Last Name|Organization|Title|Phone Number|Address|Address 2|City|State / Region|Country|Zip Code|Source|IP Address|Email Marketing Consent|Email Marketing Consent Timestamp|Email Suppressions|SMS Marketing Consent|Profile Created On|Date Added',
	hubspot:
		'Record ID|First Name|Last Name|Email|Phone Number|Contact owner|Lead Status|Marketing contact status|Create Date|Unsubscribed from all email|Opted out of email: Offers',
	brevo:
		'CONTACT ID|EMAIL|FIRSTNAME|LASTNAME|SMS|EXT_ID|LANDLINE_NUMBER|WHATSAPP|OPT_IN|DOUBLE_OPT-IN|EMAIL_BLACKLISTED|ADDED_TIME|MODIFIED_TIME',
	omnisend:
		'Contact ID|Email|Phone Number|First Name|Last Name|Email status|Email opt-in date|Email opt-out date|SMS status|Tags',
	dotdigital: 'Contact ID|Email|OptInType|EmailType|Status|FIRSTNAME|LASTNAME|GENDER',
	salesforce:
		'Contact ID|Salutation|First Name|Last Name|Title|Account Name|Mailing City|Mailing Country|Phone|Mobile|Email|Email Opt Out|Do Not Call|Birthdate|Created Date|Account Owner',
	bigCommerce:
		'Customer ID|First Name|Last Name|Company|Email|Phone|Notes|Store Credit|Customer Group|Date Joined|Addresses|Receive Review/Abandoned Cart Emails?|Tax Exempt Category',
};

type File = keyof typeof HEADINGS;

const rows: Array<
	[name: string, file: File, cells: Json, record: Json, settings?: Partial<FormatSettings>]
> = [
	[
		"Shopify's export of customers",
		'shopify',
		{
			'Customer ID': "'7301114440001",
			'First Name': 'Nora',
			Email: 'nora@home.example',
			'Accepts Email Marketing': 'yes',
			'Default Address Country Code': 'IE',
			'Default Address Phone': '01 234 5678',
			Phone: "'+353861234567",
			'Accepts SMS Marketing': 'no',
			'Total Spent': '12.00',
			'Tax Exempt': 'no',
		},
		{
			id: "'7301114440001",
			customer_id: "'7301114440001",
			firstname: 'Nora',
			email: 'nora@home.example',
			marketing_optin: 'EXPLICITLY_OPTEDIN',
			country_id: 'IE',
			phone_number: "'+353861234567",
			channels: { sms: { allow_marketing: false } },
		},
	],
	[
		"Magento's list of customers",
		'magentoList',
		{
			ID: '412',
			Name: 'Nora Quist',
			Email: 'nora@home.example',
			Country: 'Ireland',
			'Customer Since': 'Mar 4, 2025 9:05:00 AM',
			'Confirmed email': 'Confirmed',
			'Account Created in': 'Default Store View',
			Gender: 'Female',
		},
		{
			id: '412',
			customer_id: '412',
			email: 'nora@home.example',
			country_id: 'Ireland',
			timestamp_acquired: 'Mar 4, 2025 9:05:00 AM',
			gender: 'Female',
		},
	],
	[
		"Mailchimp's export of unsubscribed contacts",
		'unsubscribed',
		{
			'Email Address': 'nora@home.example',
			OPTIN_TIME: '2024-02-03 08:00:00',
			CC: 'IE',
			UNSUB_TIME: '2025-09-08 07:00:00',
			UNSUB_REASON: 'NORMAL',
			LEID: '900100',
			EUID: 'ab12cd',
		},
		{
			id: 'ab12cd',
			email: 'nora@home.example',
			country_id: 'IE',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
			timestamp_subscribed: '2024-02-03 08:00:00',
			timestamp_unsubscribed: '2025-09-08 07:00:00',
		},
		{ idColumn: 'EUID' },
	],
	[
		"Mailchimp's export of cleaned contacts",
		'cleaned',
		{
			'Email Address': 'nora@home.example',
			OPTIN_TIME: '2024-02-03 08:00:00',
			CLEAN_TIME: '2025-09-08 07:00:00',
			LEID: '900100',
		},
		{ id: '900100', email: 'nora@home.example', marketing_optin: 'EXPLICITLY_OPTEDOUT' },
		{ idColumn: 'LEID' },
	],
	[
		"Mailchimp's export of subscribed or of non-subscribed contacts",
		'subscribed',
		{ 'Email Address': 'nora@home.example', OPTIN_TIME: '2024-02-03 08:00:00', LEID: '900100' },
		{
			id: '900100',
			email: 'nora@home.example',
			marketing_optin: 'EXPLICITLY_OPTEDIN',
			timestamp_subscribed: '2024-02-03 08:00:00',
		},
		{ idColumn: 'LEID', mailchimpFile: 'subscribed' },
	],
	[
		"Klaviyo's export of profiles",
		'klaviyo',
		{
			Email: 'nora@home.example',
			'Klaviyo ID': '01HX',
			'Phone Number': '+353861234567',
			Country: 'Ireland',
			'Email Marketing Consent': 'SUBSCRIBED',
			'Email Marketing Consent Timestamp': '2025-01-01T00:00:00Z',
			'Email Suppressions': "['SPAM_COMPLAINT']",
			'SMS Marketing Consent': 'NEVER_SUBSCRIBED',
			'Profile Created On': '2023-01-01 10:00:00',
			'Date Added': '2024-01-01 10:00:00',
		},
		{
			id: '01HX',
			email: 'nora@home.example',
			phone_number: '+353861234567',
			country_id: 'Ireland',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
			timestamp_acquired: '2023-01-01 10:00:00',
		},
	],
	[
		"HubSpot's export of contacts",
		'hubspot',
		{
			'Record ID': '551',
			Email: 'nora@home.example',
			'Contact owner': 'Sam',
			'Marketing contact status': 'Marketing contact',
			'Create Date': '2025-01-01 10:00',
			'Unsubscribed from all email': 'false',
			'Opted out of email: Offers': 'true',
		},
		{
			id: '551',
			email: 'nora@home.example',
			timestamp_acquired: '2025-01-01 10:00',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
		},
	],
	[
		"Brevo's export of contacts",
		'brevo',
		{
			'CONTACT ID': '88',
			EMAIL: 'nora@home.example',
			FIRSTNAME: 'Nora',
			SMS: '+353861234567',
			OPT_IN: 'Yes',
			EMAIL_BLACKLISTED: 'No',
			ADDED_TIME: '2025-01-01 10:00:00',
		},
		{
			id: '88',
			email: 'nora@home.example',
			firstname: 'Nora',
			phone_number: '+353861234567',
			marketing_optin: 'EXPLICITLY_OPTEDIN',
			timestamp_acquired: '2025-01-01 10:00:00',
		},
	],
	[
		"Omnisend's export of contacts",
		'omnisend',
		{
			'Contact ID': '5f',
			Email: 'nora@home.example',
			'Email status': 'unsubscribed',
			'Email opt-in date': '2024-01-01T00:00:00Z',
			'Email opt-out date': '2025-01-01T00:00:00Z',
			'SMS status': 'subscribed',
		},
		{
			id: '5f',
			email: 'nora@home.example',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
			timestamp_subscribed: '2024-01-01T00:00:00Z',
			timestamp_unsubscribed: '2025-01-01T00:00:00Z',
			channels: { sms: { allow_marketing: true } },
		},
	],
	[
		"dotdigital's export of contacts",
		'dotdigital',
		{ 'Contact ID': '9', Email: 'nora@home.example', OptInType: 'Double', Status: 'SoftBounced' },
		{ id: '9', email: 'nora@home.example', marketing_optin: 'EXPLICITLY_OPTEDOUT' },
	],
	[
		"Salesforce's report of contacts",
		'salesforce',
		{
			'Contact ID': '003xx',
			'Last Name': 'Quist',
			'Mailing Country': 'Ireland',
			Email: 'nora@home.example',
			'Email Opt Out': '1',
			Mobile: '+353861234567',
		},
		{
			id: '003xx',
			lastname: 'Quist',
			country_id: 'Ireland',
			email: 'nora@home.example',
			marketing_optin: 'EXPLICITLY_OPTEDOUT',
			phone_number: '+353861234567',
		},
		{ columns: { fields: new Map([['Phone', undefined]]), key: 'Phone' } },
	],
	[
		"BigCommerce's export of customers",
		'bigCommerce',
		{
			'Customer ID': '31',
			Email: 'nora@home.example',
			'Date Joined': '2025-02-01',
			'Receive Review/Abandoned Cart Emails?': 'Y',
		},
		{
			id: '31',
			customer_id: '31',
			email: 'nora@home.example',
			timestamp_acquired: '2025-02-01',
		},
	],
];

describe.each(rows)('%s', (...[name, file, cells, record, settings]) => {
	const row = rowOf(HEADINGS[file], cells);

	test('is recognised by its heading row, and its rows are sent', () => {
		expect(recordOf('contact', row, settings)).toEqual(record);
		expect(description('contact', row, settings)).toContain(`This is ${name}. `);
	});

	test('names each column that is not sent', () => {
		const said = `${description('contact', row, settings)} ${warningsOf('contact', row, settings)}`;
		const named = Object.keys(row).filter((heading) => said.includes(`"${heading}"`));
		const chosen = [...(settings?.columns?.fields.keys() ?? [])];
		expect(Object.keys(row).filter((heading) => !named.includes(heading))).toEqual(chosen);
	});
});

test.each([
	[
		'shopifyBefore',
		'This is Shopify\'s export of customers in its older form. It has no column that identifies the records. Export the customers again, as Shopify now writes a Customer ID, or get them with n8n\'s Shopify node and set Input Format to "Shopify". Or set Format Settings > ID Column to a column that does',
	],
	[
		'wooReport',
		'This is WooCommerce\'s report of customers. It has no column that identifies the records. Get the customers with n8n\'s WooCommerce node and set Input Format to "WooCommerce". Or set Format Settings > ID Column to a column that does',
	],
	[
		'magentoMain',
		'This is Magento\'s export of customers (Customers Main File). It has no column that identifies the records. Export the list under Customers > All Customers, which has an ID, or get the customers from Magento\'s API and set Input Format to "Magento 2". Or set Format Settings > ID Column to a column that does',
	],
] as const)('a file without an ID is named, and what to use instead: %s', (file, message) => {
	expect(problemOf('contact', rowOf(HEADINGS[file], {}))).toBe(message);
});

test.each(['subscribed', 'unsubscribed', 'cleaned'] as const)(
	"the question about Mailchimp's two IDs names the file: %s",
	(file) => {
		const row = rowOf(HEADINGS[file], { LEID: '1', EUID: 'a' });
		expect(problemOf('contact', row, { mailchimpFile: 'subscribed' })).toMatch(
			/^This is Mailchimp's export of .*\. "LEID" and "EUID" may each identify the contact\./,
		);
	},
);

test('columns alone do not say whether contacts of Mailchimp are subscribed, so it is asked', () => {
	const row = rowOf(HEADINGS.subscribed, { 'Email Address': 'nora@home.example', LEID: '1' });
	const settings = { idColumn: 'LEID' };
	expect(problemOf('contact', row, settings)).toBe(
		"This is Mailchimp's export of subscribed or of non-subscribed contacts: the name of the file says which, and its columns are the same. Set Format Settings > Mailchimp File to Subscribed, which sends an opt-in for each row, or to Non-Subscribed, which sends no consent",
	);
	const others = { ...settings, mailchimpFile: 'nonSubscribed' as const };
	expect(recordOf('contact', row, others)).toEqual({ id: '1', email: 'nora@home.example' });
});

test('the chosen file of Mailchimp opts nobody in who said no, and nobody of another file', () => {
	const chosen = { idColumn: 'LEID', mailchimpFile: 'subscribed' as const };
	const cleaned = rowOf(HEADINGS.cleaned, { LEID: '1', CLEAN_TIME: '2025-01-01 00:00:00' });
	expect(recordOf('contact', cleaned, chosen)).toMatchObject({
		marketing_optin: 'EXPLICITLY_OPTEDOUT',
	});
	const withReason = { ...rowOf(HEADINGS.subscribed, { LEID: '1' }), Unsubscribed: 'yes' };
	expect(recordOf('contact', withReason, chosen)).toMatchObject({
		marketing_optin: 'EXPLICITLY_OPTEDOUT',
	});
	expect(recordOf('contact', { LEID: '1', Email: 'nora@home.example' }, chosen)).toEqual({
		id: '1',
		email: 'nora@home.example',
	});
});

test('what the user says of a column goes before what the file is known for', () => {
	const row = rowOf(HEADINGS.brevo, { 'CONTACT ID': '1', SMS: '+353861234567', ADDED_TIME: 'x' });
	const fields = new Map([
		['SMS', 'properties.mobile'],
		['ADDED_TIME', undefined],
	]);
	expect(recordOf('contact', row, { columns: { fields, key: '1' } })).toEqual({
		id: '1',
		properties: { mobile: '+353861234567' },
	});
});

test('what a file cannot give is said', () => {
	expect(warningsOf('contact', rowOf(HEADINGS.magentoList, { ID: '1' }))).toContain(
		"This is Magento's list of customers. It does not say who takes the newsletter.",
	);
	expect(warningsOf('contact', rowOf(HEADINGS.bigCommerce, { 'Customer ID': '1' }))).toContain(
		'"Receive Review/Abandoned Cart Emails?" is not consent to marketing',
	);
});

test('the headings of a file are known in any case, order and with further columns', () => {
	const row = rowOf(HEADINGS.hubspot, { 'Record ID': '1' });
	const turned = Object.entries(row)
		.reverse()
		.map(([heading, value]) => [heading.toUpperCase(), value] as const);
	expect(description('contact', { ...Object.fromEntries(turned), Shoe: '39' })).toContain(
		"This is HubSpot's export of contacts. ",
	);
});
