import { type ExportFile, NOT_SENT } from './exportFile';

/** Files of people. Heading rows: the vendors' help pages and exports in public repositories. */
export const CONTACT_EXPORTS: readonly ExportFile[] = [
	{
		name: "Shopify's export of customers",
		type: 'contact',
		signs: [['Customer ID', 'Accepts Email Marketing', 'Tax Exempt', 'Total Spent']],
		id: 'Customer ID',
		columns: {
			'Default Address Country Code': 'country_id',
			'Default Address Phone': NOT_SENT,
		},
	},
	{
		name: "Shopify's export of customers in its older form",
		type: 'contact',
		signs: [
			['Accepts Email Marketing', 'Tax Exempt', 'Total Spent'],
			['Accepts Marketing', 'Tax Exempt', 'Total Spent'],
		],
		without: ['Customer ID'],
		noId: 'Export the customers again, as Shopify now writes a Customer ID, or get them with n8n\'s Shopify node and set Input Format to "Shopify"',
		columns: { 'Country Code': 'country_id', Country: NOT_SENT },
	},
	{
		name: "WooCommerce's report of customers",
		type: 'contact',
		signs: [
			['Username', 'Last Active', 'AOV'],
			['Username', 'Last Active', 'Total Spend'],
		],
		noId: 'Get the customers with n8n\'s WooCommerce node and set Input Format to "WooCommerce"',
		columns: {
			'Sign Up': 'timestamp_acquired',
			'Date Registered': 'timestamp_acquired',
			'Country / Region': 'country_id',
		},
	},
	{
		name: "Magento's export of customers (Customers Main File)",
		type: 'contact',
		signs: [['email', '_website', 'created_in', 'group_id']],
		noId: 'Export the list under Customers > All Customers, which has an ID, or get the customers from Magento\'s API and set Input Format to "Magento 2"',
		columns: { dob: 'date_of_birth', created_in: NOT_SENT },
	},
	{
		name: "Magento's list of customers",
		type: 'contact',
		signs: [['ID', 'Customer Since', 'Account Created in']],
		id: 'ID',
		columns: {
			ID: 'customer_id',
			'Customer Since': 'timestamp_acquired',
			'Account Created in': NOT_SENT,
			'Confirmed email': NOT_SENT,
		},
		lacks:
			'It does not say who takes the newsletter. Get the customers from Magento\'s API and set Input Format to "Magento 2", or push the list of newsletter subscribers too',
	},
	{
		name: "Mailchimp's export of unsubscribed contacts",
		type: 'contact',
		signs: [['MEMBER_RATING', 'LEID', 'EUID', 'UNSUB_TIME']],
		columns: { UNSUB_TIME: 'timestamp_unsubscribed', OPTIN_TIME: 'timestamp_subscribed' },
	},
	{
		name: "Mailchimp's export of cleaned contacts",
		type: 'contact',
		signs: [['MEMBER_RATING', 'LEID', 'EUID', 'CLEAN_TIME']],
		columns: { OPTIN_TIME: NOT_SENT },
	},
	{
		name: "Mailchimp's export of subscribed or of non-subscribed contacts",
		type: 'contact',
		signs: [['MEMBER_RATING', 'LEID', 'EUID', 'OPTIN_TIME']],
		without: ['UNSUB_TIME', 'CLEAN_TIME'],
		columns: { OPTIN_TIME: 'timestamp_subscribed' },
		asksConsent: true,
	},
	{
		name: "Klaviyo's export of profiles",
		type: 'contact',
		signs: [['Klaviyo ID', 'Email Marketing Consent']],
		id: 'Klaviyo ID',
		columns: {
			'Profile Created On': 'timestamp_acquired',
		},
	},
	{
		name: "HubSpot's export of contacts",
		type: 'contact',
		signs: [
			['Record ID', 'Email', 'Contact owner'],
			['Record ID', 'Email', 'Lifecycle Stage'],
			['Record ID', 'Email', 'Lead Status'],
			['Record ID', 'Email', 'Marketing contact status'],
			['Record ID', 'Email', 'Unsubscribed from all email'],
		],
		id: 'Record ID',
		columns: { 'Marketing contact status': NOT_SENT },
	},
	{
		name: "Brevo's export of contacts",
		type: 'contact',
		signs: [
			['CONTACT ID', 'EMAIL', 'SMS'],
			['EMAIL', 'SMS', 'ADDED_TIME', 'MODIFIED_TIME'],
			['EMAIL', 'SMS', 'EMAIL_BLACKLISTED'],
			['EMAIL', 'SMS', 'OPT_IN', 'DOUBLE_OPT-IN'],
		],
		id: 'CONTACT ID',
		columns: {
			SMS: 'phone_number',
			ADDED_TIME: 'timestamp_acquired',
			EXT_ID: 'customer_id',
			LANDLINE_NUMBER: NOT_SENT,
			WHATSAPP: NOT_SENT,
		},
	},
	{
		name: "Omnisend's export of contacts",
		type: 'contact',
		signs: [['Email status', 'SMS status']],
		columns: {
			'Email status': 'marketing_optin',
			'SMS status': 'channels.sms.allow_marketing',
			'Email opt-in date': 'timestamp_subscribed',
			'Email opt-out date': 'timestamp_unsubscribed',
		},
	},
	{
		name: "dotdigital's export of contacts",
		type: 'contact',
		signs: [
			['Email', 'OptInType', 'EmailType'],
			['Email', 'Opt-in type', 'Email type'],
		],
		columns: { Status: 'marketing_optin', OptInType: NOT_SENT, EmailType: NOT_SENT },
	},
	{
		name: "Salesforce's report of contacts",
		type: 'contact',
		signs: [
			['Contact ID', 'Account Name', 'Email Opt Out'],
			['Contact ID', 'Account Name', 'Mailing Country'],
		],
		id: 'Contact ID',
		columns: { 'Mailing Country': 'country_id', 'Do Not Call': NOT_SENT },
	},
	{
		name: "BigCommerce's export of customers",
		type: 'contact',
		signs: [
			['Customer ID', 'Store Credit', 'Date Joined'],
			['Customer ID', 'Store Credit', 'Customer Group'],
		],
		id: 'Customer ID',
		columns: {
			'Date Joined': 'timestamp_acquired',
			'Receive Review/Abandoned Cart Emails?': NOT_SENT,
			Addresses: NOT_SENT,
		},
		lacks:
			'It does not say who takes the newsletter: "Receive Review/Abandoned Cart Emails?" is not consent to marketing. Push the list of newsletter subscribers too',
	},
];
