import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { EmptyValues, ExcelDates, UnknownFields, Validation } from '../records';
import { isTimezone } from '../utils/time';
import type { OnRejected } from './outcome';
import { MAX_RECORDS_PER_REQUEST } from './plan';

export type Output = 'requests' | 'records' | 'summary';

/** The Options collection of a push, complete and checked. */
export interface PushOptions {
	batchSize: number;
	output: Output;
	/** Whether the item of a request lists the IDs of its records. */
	includeRecordIds: boolean;
	convertTypes: boolean;
	validation: Validation;
	unknownFields: UnknownFields;
	emptyValues: EmptyValues;
	excelDates: ExcelDates;
	/** IANA name; undefined takes the workflow's. */
	textTimezone: string | undefined;
	onRejected: OnRejected;
	/** How long to wait for push errors after the last request, ms; 0 does not wait. */
	confirmMs: number;
	maxRetries: number;
	giveUpAfterMs: number;
	timeoutMs: number;
	dryRun: boolean;
}

function wrong(node: INode, label: string, expected: string, found: unknown): NodeOperationError {
	return new NodeOperationError(node, `${label} must be ${expected}`, {
		description: `Found ${JSON.stringify(found) ?? typeof found}. Correct the option in the node.`,
	});
}

/**
 * Reads the options. n8n does not save what the user left untouched, so defaults live here.
 *
 * @throws NodeOperationError that names the option, what is expected and what was found
 */
export function readPushOptions(context: IExecuteFunctions): PushOptions {
	const given = context.getNodeParameter('options', 0, {}) as Record<string, unknown>;
	const node = context.getNode();

	const wholeNumber = (name: string, label: string, min: number, max: number, fallback: number) => {
		const value = given[name] ?? fallback;
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) {
			return number;
		}
		throw wrong(node, label, `a whole number from ${min} to ${max}`, value);
	};
	const oneOf = <T extends string>(name: string, label: string, values: readonly T[]): T => {
		const value = given[name] ?? values[0];
		const found = values.find((candidate) => candidate === value);
		if (found === undefined) throw wrong(node, label, `one of ${values.join(', ')}`, value);
		return found;
	};
	const timezone = (name: string, label: string): string | undefined => {
		const value = given[name] ?? '';
		if (value === '') return undefined;
		if (typeof value === 'string' && isTimezone(value)) return value;
		throw wrong(node, label, 'a time zone such as UTC or Europe/London', value);
	};
	const boolean = (name: string, label: string, fallback: boolean) => {
		const value = given[name] ?? fallback;
		if (typeof value !== 'boolean') throw wrong(node, label, 'true or false', value);
		return value;
	};

	return {
		batchSize: wholeNumber(
			'batchSize',
			'Batch Size',
			1,
			MAX_RECORDS_PER_REQUEST,
			MAX_RECORDS_PER_REQUEST,
		),
		output: oneOf('output', 'Output', ['requests', 'records', 'summary']),
		includeRecordIds: boolean('includeRecordIds', 'Include Record IDs', false),
		convertTypes: boolean('convertTypes', 'Convert Types', true),
		validation: oneOf('validation', 'Validation', ['standard', 'strict', 'off']),
		unknownFields: oneOf('unknownFields', 'Unknown Fields', [
			'send',
			'moveToProperties',
			'drop',
			'reject',
		]),
		emptyValues: oneOf('emptyValues', 'Empty Values', [
			'leaveOutEmptyTexts',
			'leaveOutEmptyTextsAndNulls',
			'sendAll',
		]),
		excelDates: oneOf('excelDates', 'Excel Dates', ['refuse', 'convert']),
		textTimezone: timezone('textTimezone', 'Time Zone of Texts'),
		onRejected: oneOf('onRejected', 'On Rejected', ['fail', 'report']),
		confirmMs: wholeNumber('confirmSeconds', 'Confirm (Seconds)', 0, 600, 0) * 1000,
		maxRetries: wholeNumber('maxRetries', 'Max Retries', 0, 20, 5),
		giveUpAfterMs:
			wholeNumber('giveUpAfterSeconds', 'Give Up After (Seconds)', 1, 86_400, 900) * 1000,
		timeoutMs: wholeNumber('timeout', 'Timeout (Ms)', 1, 3_600_000, 60_000),
		dryRun: boolean('dryRun', 'Dry Run', false),
	};
}
