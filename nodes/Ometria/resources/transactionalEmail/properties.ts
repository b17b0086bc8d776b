import type { INodeProperties } from 'n8n-workflow';

import { ANY_EMAIL } from '../../operations/readProperties';
import { attachments } from './attachments';

/** What the email shows. */
export const CONTENTS = ['template', 'html'] as const;

export const content: INodeProperties = {
	displayName: 'Content',
	name: 'content',
	type: 'options',
	options: [
		{ name: 'Own HTML', value: 'html', description: 'Send the HTML that you enter here' },
		{
			name: 'Template in Ometria',
			value: 'template',
			description: 'Use a template that was made in Ometria',
		},
	],
	default: 'template',
	description: 'Where the content of the email comes from',
};

export const templateId: INodeProperties = {
	displayName: 'Template ID',
	name: 'templateId',
	type: 'string',
	required: true,
	displayOptions: { show: { content: ['template'] } },
	default: '',
	placeholder: 'e.g. 1567',
	description: 'The number of the template in Ometria',
};

export const html: INodeProperties = {
	displayName: 'HTML',
	name: 'html',
	type: 'string',
	typeOptions: { rows: 8 },
	required: true,
	displayOptions: { show: { content: ['html'] } },
	default: '',
	placeholder: 'e.g. <p>Hello {{ contact.firstname }}</p>',
	description:
		'Ometria fills merge tags such as {{ contact.firstname }} from Data. Set this field to Fixed for HTML with merge tags: in an expression, n8n would evaluate them itself.',
};

export const plainText: INodeProperties = {
	displayName: 'Plain Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 4 },
	displayOptions: { show: { content: ['html'] } },
	default: '',
	description:
		'The content for email programs that show no HTML. Ometria fills merge tags here, too.',
};

export const toEmail: INodeProperties = {
	displayName: 'To Email',
	name: 'toEmail',
	type: 'string',
	required: true,
	default: '',
	placeholder: ANY_EMAIL,
	description: 'Who receives the email. Ometria sends it regardless of opt-outs and suppression.',
};

/** Source of the names: "Transactional API data sets" (documented). */
export const data: INodeProperties = {
	displayName: 'Data',
	name: 'data',
	type: 'json',
	default: '{}',
	description:
		'Values for the merge tags, as a JSON object. Ometria recommends the names contact, details, payment, totals, shipping and billing, for example {"contact": {"firstname": "Ada"}, "details": {"orderID": "SO-5001"}}.',
};

export const testMode: INodeProperties = {
	displayName: 'Test Mode',
	name: 'sandbox',
	type: 'boolean',
	default: false,
	description: "Whether to send in Ometria's sandbox mode, for tests",
};

/** Name of the collection of options. */
export const OPTIONS = 'options';
/** Name of the one entry of a person's group. */
export const PERSON = 'person';

export const personEmail: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	default: '',
	placeholder: 'name@email.com',
};

export const personName: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Ada',
};

const person = (name: string, displayName: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'fixedCollection',
	placeholder: `Set ${displayName}`,
	default: {},
	description,
	options: [{ displayName, name: PERSON, values: [personEmail, personName] }],
});

export const from = person('from', 'From', 'The sender');
export const replyTo = person('replyTo', 'Reply-To', 'Who receives the replies');

export const stream: INodeProperties = {
	displayName: 'Stream',
	name: 'stream',
	type: 'string',
	default: '',
	placeholder: 'e.g. default',
	description: 'The stream to send in, if your account has several',
};

/** Own HTML brings no subject. */
export const ownSubject: INodeProperties = {
	displayName: 'Subject',
	name: 'subject',
	type: 'string',
	required: true,
	displayOptions: { show: { content: ['html'] } },
	default: '',
	placeholder: 'e.g. Your order {{ details.orderID }}',
	description:
		'The subject line. Ometria fills merge tags here, too: set this field to Fixed if it has any.',
};

/** Instead of the template's. */
export const subject: INodeProperties = {
	displayName: 'Subject',
	name: 'subject',
	type: 'string',
	displayOptions: { show: { '/content': ['template'] } },
	default: '',
	description: "The subject line, if it is not to be the template's",
};

export const toName: INodeProperties = {
	displayName: 'To Name',
	name: 'toName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Ada',
	description: "The recipient's name",
};

export const options: INodeProperties = {
	displayName: 'Options',
	name: OPTIONS,
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [attachments, from, replyTo, stream, subject, toName],
};
