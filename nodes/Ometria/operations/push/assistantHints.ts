import { INPUT_FORMATS } from '../../formats';
import { AUTO_FORMAT, OMETRIA_FORMAT } from '../../formats/auto';
import { exampleRecord, fieldList } from '../../records/fieldTexts';
import type { RecordType } from '../../records/index';

const ABOUT_RUNS = [
	'Give all items to one node: it makes requests of up to 100 records within the rate limit. No Loop Over Items, Wait or Split in Batches before it.',
	'Set On Error to "continueErrorOutput" and connect the second output to an alert: each failed record is one item there, with error.reason and message. Leave Retry On Fail off: the node retries what failed.',
	'An output item means that Ometria received the records. It validates them later: set options.confirmSeconds, or read Push Error > Get Many.',
	'Try a new workflow with dryRun: true, which sends nothing: it outputs the records, or with dryRunOutput "columns" what becomes of each column.',
];

const ABOUT_CONSENT =
	'marketing_optin is EXPLICITLY_OPTEDIN, EXPLICITLY_OPTEDOUT or NOT_SPECIFIED. Send it only if the source has the consent; never make it up.';

function formatHint(type: RecordType | undefined): string[] {
	if (type === undefined || type === 'custom_event') return [];
	const formats = INPUT_FORMATS.filter(({ operations }) => operations[type]);
	return [
		`inputFormat says what the items are; "${AUTO_FORMAT}" (default) recognises each: ${formats
			.map(({ value, description }) => `"${value}": ${description}`)
			.join('; ')}; "${OMETRIA_FORMAT}": the fields below.`,
	];
}

function recordHint(type: RecordType): string[] {
	return [
		`Fields of the record (as names in the items with mappingMode "autoMapInputData", as keys of value with "defineBelow"; customer.email is nested):`,
		...fieldList(type),
		'<patterns>',
		JSON.stringify(exampleRecord(type)),
		'</patterns>',
	];
}

/**
 * What an assistant that builds workflows has to know of a push, generated from the records' fields:
 * columns of the mapper come from a method, which no assistant can call.
 *
 * @param type undefined for mixed input
 * @returns lines of text
 */
export function pushHints(type: RecordType | undefined): string[] {
	return [
		...ABOUT_RUNS,
		...formatHint(type),
		...(type === 'contact' ? [ABOUT_CONSENT] : []),
		...(type === undefined
			? ['Each item has the fields of its type, as listed at the push of that type, and "@type".']
			: recordHint(type)),
	];
}
