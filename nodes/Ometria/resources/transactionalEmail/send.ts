import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../operations/operation';
import type { Parameters } from '../../operations/parameters';
import { runPerItem } from '../../operations/runPerItem';
import { postOnce } from '../../operations/postOnce';
import { ANY_EMAIL } from '../../operations/readProperties';

const templateId: INodeProperties = {
	displayName: 'Template ID',
	name: 'templateId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 1567',
	description: 'The number of the template in Ometria',
};

const toEmail: INodeProperties = {
	displayName: 'To Email',
	name: 'toEmail',
	type: 'string',
	required: true,
	default: '',
	placeholder: ANY_EMAIL,
	description: 'Who receives the e-mail. Opt-ins and suppression are not regarded.',
};

const data: INodeProperties = {
	displayName: 'Data',
	name: 'data',
	type: 'json',
	default: '{}',
	description: 'What the template shows, as a JSON object',
};

const sandbox: INodeProperties = {
	displayName: 'Sandbox',
	name: 'sandbox',
	type: 'boolean',
	default: false,
	description: "Whether this is a test: Ometria's sandbox mode",
};

const OPTIONS = 'options';

const address = (name: string, displayName: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: ANY_EMAIL,
	description,
});

const text = (name: string, displayName: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	description,
});

const fromEmail = address('fromEmail', 'From Email', 'The sender');
const fromName = text('fromName', 'From Name', "The sender's name");
const replyToEmail = address('replyToEmail', 'Reply-To Email', 'Where answers go');
const replyToName = text('replyToName', 'Reply-To Name', 'The name of whom answers go to');
const subject = text('subject', 'Subject', 'The subject line');
const toName = text('toName', 'To Name', "The receiver's name");

/** An address with a name, or neither: a name alone would say nothing. */
function person(parameters: Parameters, email: INodeProperties, name: INodeProperties) {
	const address = parameters.email(email, OPTIONS);
	const called = parameters.optionalText(name, OPTIONS);
	if (address === undefined && called !== undefined) {
		throw parameters.wrong(email, `given where there is a ${name.displayName}`, '');
	}
	return address === undefined
		? undefined
		: { email: address, ...(called !== undefined && { name: called }) };
}

function readEmail(parameters: Parameters) {
	const template = parameters.text(templateId, 'the number of a template');
	if (!/^[1-9]\d{0,14}$/.test(template)) {
		throw parameters.wrong(templateId, 'the number of a template', template);
	}
	const to = parameters.email(toEmail);
	if (to === undefined) throw parameters.wrong(toEmail, 'an e-mail address', '');
	const name = parameters.optionalText(toName, OPTIONS);
	const title = parameters.optionalText(subject, OPTIONS);
	const from = person(parameters, fromEmail, fromName);
	const replyTo = person(parameters, replyToEmail, replyToName);
	return {
		sandbox: parameters.boolean(sandbox),
		transactional: true,
		template_id: Number(template),
		...(title !== undefined && { subject: title }),
		...(from && { from }),
		...(replyTo && { reply_to: replyTo }),
		to: { email: to, ...(name !== undefined && { name }) },
		data: parameters.object(data),
	};
}

/**
 * Source: POST /transactional-email/send (documented for a template hosted in Ometria). Own HTML and
 * attachments are not offered: the names of their fields are not known. Nor is the answer's shape,
 * so it is passed on as it is.
 */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send transactional emails',
	description: 'Send a transactional e-mail from a template in Ometria, one for each input item',
	properties: [
		templateId,
		toEmail,
		data,
		sandbox,
		{
			displayName: 'Options',
			name: OPTIONS,
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [fromEmail, fromName, replyToEmail, replyToName, subject, toName],
		},
	],
	async execute(context, session) {
		return await runPerItem(context, {
			failureMessage: 'The e-mail could not be sent',
			done: (count, all) => `${count} of ${all} e-mails were sent, then one was not`,
			irreversible: true,
			// One after another where the first failure ends it all: what came before it is then certain.
			atOnce: context.continueOnFail() ? 8 : 1,
			request: (parameters) => {
				const email = readEmail(parameters);
				return {
					send: async () => await postOnce(session, 'email', '/transactional-email/send', email),
				};
			},
			items: ({ value: { sent, response }, httpStatus }) => {
				const { template_id, to, sandbox: isTest } = sent;
				return [{ template_id, to, sandbox: isTest, http_status: httpStatus, response }];
			},
		});
	},
};
