import type { IExecuteFunctions, INodeParameters, INodeProperties } from 'n8n-workflow';

import { addHints } from '../../n8n/plainText';
import type { Operation } from '../../operations/operation';
import type { Parameters } from '../../operations/parameters';
import { postOnce } from '../../operations/postOnce';
import { runPerItem } from '../../operations/runPerItem';
import { isExpression } from '../../operations/savedParameters';
import { findLost } from '../../push/recordText';
import { isWrittenForNothing } from '../../records/identifiers';
import { inexactNumberIn } from '../../records/jsonText';
import { isObject } from '../../utils/json';
import { counted, formatNumber, shorten, shown } from '../../utils/text';
import { attachments, checkAttachments, loadAttachments } from './attachments';
import {
	content,
	CONTENTS,
	data,
	from,
	html,
	OPTIONS,
	options,
	ownSubject,
	PERSON,
	personEmail,
	personName,
	plainText,
	replyTo,
	stream,
	subject,
	templateId,
	testMode,
	toEmail,
	toName,
} from './properties';

/** An address with a name, or neither: a name alone would say nothing. */
function readPerson(parameters: Parameters, person: INodeProperties) {
	const group = `${OPTIONS}.${person.name}.${PERSON}`;
	const labelled = { ...personEmail, displayName: `${person.displayName} Email` };
	const email = parameters.email(labelled, group);
	const name = parameters.optionalText(personName, group);
	if (email !== undefined) return { email, ...(name !== undefined && { name }) };
	if (name === undefined) return undefined;
	throw parameters.wrong(labelled, `given where there is a ${person.displayName} Name`, '');
}

function readTemplate(parameters: Parameters) {
	const template = parameters.text(templateId, 'the number of a template');
	if (/^[1-9]\d{0,14}$/.test(template)) return { template_id: Number(template) };
	throw parameters.wrong(templateId, 'the number of a template', template);
}

const PATH = /^[a-z_][\w.[\]]*$/i;
/** Bare names that JavaScript or n8n knows. */
const KNOWN_NAMES = new Set(['true', 'false', 'null', 'undefined', 'this']);

/** The first merge tag of an expression: a bare name or path in braces, perhaps with a filter behind it. */
function findMergeTag(expression: string): string | undefined {
	return expression
		.split('{{')
		.slice(1)
		.map((rest) => rest.split('}}', 1)[0])
		.find((inside) => {
			const [name, ...filter] = inside.split('|', 3).map((part) => part.trim());
			return PATH.test(name) && !KNOWN_NAMES.has(name) && filter[0] !== '';
		});
}

/** @throws where n8n would evaluate a merge tag in an expression, and so remove it */
function checkMergeTags(
	parameters: Parameters,
	property: INodeProperties,
	saved: Readonly<Record<string, unknown>>,
): void {
	const text = saved[property.name];
	const tag = isExpression(text) ? findMergeTag(text) : undefined;
	if (tag === undefined) return;
	const expected = `set to Fixed, as it has the merge tag {{${shorten(tag, 60)}}}, which n8n would remove from an expression`;
	throw parameters.wrong(property, expected, text);
}

function readHtml(parameters: Parameters, saved: INodeParameters) {
	checkMergeTags(parameters, ownSubject, saved);
	checkMergeTags(parameters, html, saved);
	checkMergeTags(parameters, plainText, saved);
	const text = parameters.optionalText(plainText);
	return {
		content: { html: parameters.text(html, 'HTML'), ...(text !== undefined && { text }) },
	};
}

/** Where a program wrote a word for no value: "Invalid DateTime", "undefined"; undefined for nowhere. */
function findPlaceholder(values: object): string | undefined {
	let found: string | undefined;
	JSON.stringify(values, (name, value: unknown) => {
		if (isWrittenForNothing(value)) found ??= `"${shorten(name, 60)}" is ${shown(value)}`;
		return value;
	});
	return found;
}

/** Values for the merge tags, which are sent unaltered. */
function readData(parameters: Parameters): Record<string, unknown> {
	const example = '{"contact": {"firstname": "Ada"}}';
	const raw = parameters.raw(data, `a JSON object such as ${example}`);
	const inexact = typeof raw === 'string' ? inexactNumberIn(raw) : undefined;
	if (inexact !== undefined) {
		throw parameters.wrong(data, 'exact: put numbers of that many digits in quotes', inexact);
	}
	const values = parameters.object(data, example);
	const wrong = findLost(values)?.message ?? findPlaceholder(values);
	if (wrong === undefined) return values;
	throw parameters.wrong(data, `of values that an email can show: ${wrong}`, values);
}

/** Sources: the payload example (template) and the article on attachments (own HTML), both documented. */
function readEmail(parameters: Parameters, saved: INodeParameters) {
	parameters.checkGroup(options);
	const savedOptions = saved[OPTIONS];
	if (isObject(savedOptions)) checkMergeTags(parameters, subject, savedOptions);
	const ownHtml = parameters.choice(content, CONTENTS) === 'html';
	const shown = ownHtml ? readHtml(parameters, saved) : readTemplate(parameters);
	const to = parameters.email(toEmail);
	if (to === undefined) throw parameters.wrong(toEmail, 'an email address', '');
	const name = parameters.optionalText(toName, OPTIONS);
	const title = ownHtml
		? parameters.text(ownSubject, 'given, as own HTML brings none')
		: parameters.optionalText(subject, OPTIONS);
	const sender = readPerson(parameters, from);
	const replies = readPerson(parameters, replyTo);
	const sendingStream = parameters.optionalText(stream, OPTIONS);
	return {
		sandbox: parameters.boolean(testMode),
		transactional: true,
		...(sendingStream !== undefined && { stream: sendingStream }),
		...shown,
		...(title !== undefined && { subject: title }),
		...(sender && { from: sender }),
		...(replies && { reply_to: replies }),
		to: { email: to, ...(name !== undefined && { name }) },
		data: readData(parameters),
	};
}

/**
 * How many emails are sent at the same time. One after another where the first failure ends it all:
 * what came before it is then certain. Few with attachments: each is in memory several times.
 */
function emailConcurrency(context: IExecuteFunctions): number {
	if (!context.continueOnFail()) return 1;
	const saved: unknown = context.getNode().parameters[OPTIONS];
	const hasFiles = isExpression(saved) || (isObject(saved) && attachments.name in saved);
	return hasFiles ? 2 : 8;
}

/**
 * Source: POST /transactional-email/send (documented, but for the answer's shape, so that is passed on
 * as it is).
 */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send transactional emails',
	description: 'Send a transactional email for each input item',
	properties: [content, templateId, ownSubject, html, plainText, toEmail, data, testMode, options],
	async execute(context, session) {
		let doubtful = 0;
		const output = await runPerItem(context, {
			failureMessage: 'The email could not be sent',
			done: (count, all) =>
				`${formatNumber(count)} of ${counted(all, 'email')} were sent, then one was not`,
			irreversible: true,
			concurrency: emailConcurrency(context),
			request: async (parameters, item) => {
				const email = readEmail(parameters, context.getNode().parameters);
				const checked = await checkAttachments(context, parameters, item, OPTIONS);
				const { files } = checked;
				if (checked.doubtful) doubtful++;
				// The output repeats no contents, as they are long and personal.
				const sent = {
					...('template_id' in email && { template_id: email.template_id }),
					to: email.to,
					sandbox: email.sandbox,
					...(files.length > 0 && { attachments: files.map(({ name }) => name) }),
				};
				const body = async () => {
					if (files.length === 0) return email;
					return { ...email, attachments: await loadAttachments(context, item, files) };
				};
				const path = '/transactional-email/send';
				return { ...postOnce(session, { group: 'email', path, sent, body }), about: email };
			},
		});
		if (doubtful > 0) {
			const message = `${doubtful} ${doubtful === 1 ? 'email has' : 'emails have'} attachments of more than 7.5 MB, which are more than 10 MB as Ometria receives them. Ometria may refuse these.`;
			addHints(context, { message, type: 'warning', location: 'outputPane' });
		}
		return output;
	},
};
