/** Writes docs/reasons.md from the table of reasons. Run: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SkipReason } from '../nodes/Ometria/formats/types';
import { CONSENT_RULES } from '../nodes/Ometria/records/rules/consentRules';
import { FAILURE_RULES, STATUS_RULES } from '../nodes/Ometria/records/rules/failureRules';
import { HEAD_RULES } from '../nodes/Ometria/records/rules/headRules';
import { NETWORK_CODES } from '../nodes/Ometria/records/rules/networkCodes';
import { PAYLOAD_RULES } from '../nodes/Ometria/records/rules/payloadRules';
import { RECORD_RULES } from '../nodes/Ometria/records/rules/recordRules';
import type { Level, Rule } from '../nodes/Ometria/records/rules/rule';
import { RUN_RULES } from '../nodes/Ometria/records/rules/runRules';
import { TABLE_RULES } from '../nodes/Ometria/records/rules/tableRules';
import { VALUE_RULES } from '../nodes/Ometria/records/rules/valueRules';

const LEVELS: Readonly<Record<Level, string>> = {
	refusal: 'an error whatever _Validation_ is: the record is not sent',
	error: 'an error, unless _Validation_ is Off',
	warning: 'a warning; an error where _Validation_ is Strict',
	notice: 'a warning, in Strict too: the record is sent',
	info: 'something that was done as documented: the record is sent',
	failure: 'what came of sending a record, of a request, or of the node',
};

interface Section {
	title: string;
	/** Where its reasons occur. */
	where: string;
	rules: Readonly<Record<string, Rule>>;
}

const NETWORK_RULES = {
	[NETWORK_CODES.join(', ')]: {
		level: 'failure',
		happened: 'no answer came; the message says whether Ometria may have received the request',
		fix: 'send a record again as it is; for a certificate (the codes with CERT), check the base URL',
	},
} satisfies Record<string, Rule>;

const SECTIONS: readonly Section[] = [
	{
		title: 'An item that is not a record',
		where: 'In each push, whatever the input format.',
		rules: HEAD_RULES,
	},
	{
		title: 'The value of a field',
		where: 'In each push; `field` is the path, such as `lineitems > 2 > quantity`.',
		rules: VALUE_RULES,
	},
	{ title: 'A record as a whole', where: 'In each push.', rules: RECORD_RULES },
	{
		title: 'Consent',
		where: 'In pushes of contacts: your own fields, the columns of a table, _Additional Fields_.',
		rules: CONSENT_RULES,
	},
	{
		title: "A shop's payload",
		where:
			'In pushes with _Input Format_ Shopify, WooCommerce or Magento 2. `field` of an error is the path in the payload, that of a warning is a field of Ometria.',
		rules: PAYLOAD_RULES,
	},
	{
		title: 'The columns of a table',
		where: 'In pushes with _Input Format_ Table. `field` of an error is the heading of the column.',
		rules: TABLE_RULES,
	},
	{
		title: 'A run as a whole',
		where: 'In `warnings` of the first item of a push, as texts, and in those of a Summary.',
		rules: RUN_RULES,
	},
	{
		title: 'Sending, requests and the node',
		where:
			'In error items of all operations. Those of a status or a network code come from pushes; other operations summarise them as `failed`, `throttled` or `refused`.',
		rules: { ...FAILURE_RULES, ...STATUS_RULES, ...NETWORK_RULES },
	},
];

/** Of each reason why a record is skipped, which one that is. */
export const SKIPPED: Readonly<Record<SkipReason, string>> = {
	'checkout without an order': 'a checkout of Shopify that has not become an order',
	'customer whose data was erased': 'a customer of Shopify whose data was erased',
	'draft order': 'an order of Shopify that nobody has placed yet',
	'empty list': 'an item whose list of payloads is empty',
	'not visible on its own, and its configurable product is not among the items':
		'a product of Magento that is sold as a variant, without the product that it belongs to',
	'row of a further picture of a product':
		'a row of a Shopify product export that has nothing but a picture',
	'row of a store view of a product':
		"a row of Magento's export of products with the texts of one store view",
	subscription: 'a subscription of WooCommerce, which renews orders and is not one itself',
	'test order': 'an order of Shopify that is marked as a test',
	'order with the status "…"': "an order whose status is not sent, with the shop's word for it",
};

const cell = (text: string) => text.replaceAll('|', '\\|');
const codes = (names: string) =>
	names
		.split(', ')
		.map((name) => `\`${name}\``)
		.join(', ');
const titleOf = (level: Level) => `${level[0].toUpperCase()}${level.slice(1)}`;

function sectionLines({ title, where, rules }: Section): string[] {
	const rows = Object.entries(rules).map(([reason, { level, severity, happened, fix }]) => {
		const marked = severity === undefined || severity === 'minor' ? level : `${level}, first`;
		return `| ${codes(reason)} | ${marked} | ${cell(happened)} | ${cell(fix)} |`;
	});
	return [
		`## ${title}`,
		'',
		where,
		'',
		'| reason | level | what happened | what to do |',
		'| --- | --- | --- | --- |',
		...rows,
		'',
	];
}

export function reasonsDoc(): string {
	const levels = Object.entries(LEVELS).map(
		([level, text]) => `- **${titleOf(level as Level)}**: ${text}.`,
	);
	return [
		'# Reasons',
		'',
		'<!-- Generated by scripts/reasonsDoc.ts. Do not edit. -->',
		'',
		'Each error item has `error.reason`, and each warning of a Summary has `reason`. These are all of them. In an _If_ or _Switch_ node, compare the reason: it is part of the [public contract](versioning.md), the wording of messages is not.',
		'',
		...levels,
		'',
		'What is marked **first** concerns money, consent or identity, or makes the rest of the run meaningless: it goes before other warnings.',
		'',
		...SECTIONS.flatMap(sectionLines),
		'## What is skipped',
		'',
		'A record that is not sent on purpose is not an error. Its reason stands in `reason` of _Output: One Item per Record_, in `skipped_reasons` of a Summary and in the hint below the node.',
		'',
		'| reason | which record |',
		'| --- | --- |',
		...Object.entries(SKIPPED).map(([reason, which]) => `| \`${reason}\` | ${which} |`),
		'',
	].join('\n');
}

if (require.main === module) {
	writeFileSync(join(__dirname, '../docs/reasons.md'), reasonsDoc());
}
