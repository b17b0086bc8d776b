import type { IExecuteFunctions } from 'n8n-workflow';

import type { PushOptions } from '../../push/options';
import { isTimezone } from '../../utils/time';
import { type Parameters, runParameters } from '../parameters';
import { timeout } from '../readProperties';
import {
	batchSize,
	confirmSeconds,
	convertTypes,
	dryRun,
	emptyValues,
	excelDates,
	giveUpAfterSeconds,
	includeRecordIds,
	maxRetries,
	onRejected,
	OPTIONS,
	output,
	textTimezone,
	unknownFields,
	validation,
} from './properties';

function readTimezone(parameters: Parameters): string | undefined {
	const timezone = parameters.optionalText(textTimezone, OPTIONS);
	if (timezone === undefined || isTimezone(timezone)) return timezone;
	throw parameters.wrong(textTimezone, 'a time zone such as UTC or Europe/London', timezone);
}

/**
 * Reads the options of a push, once for all items.
 *
 * @throws NodeOperationError that names the option, what is expected and what was found
 */
export function readPushOptions(context: IExecuteFunctions): PushOptions {
	const parameters = runParameters(context);
	return {
		batchSize: parameters.wholeNumber(batchSize, OPTIONS),
		output: parameters.choice(output, ['requests', 'records', 'summary'], OPTIONS),
		includeRecordIds: parameters.boolean(includeRecordIds, OPTIONS),
		convertTypes: parameters.boolean(convertTypes, OPTIONS),
		validation: parameters.choice(validation, ['standard', 'strict', 'off'], OPTIONS),
		unknownFields: parameters.choice(
			unknownFields,
			['send', 'moveToProperties', 'drop', 'reject'],
			OPTIONS,
		),
		emptyValues: parameters.choice(
			emptyValues,
			['leaveOutEmptyTexts', 'leaveOutEmptyTextsAndNulls', 'sendAll'],
			OPTIONS,
		),
		excelDates: parameters.choice(excelDates, ['refuse', 'convert'], OPTIONS),
		textTimezone: readTimezone(parameters),
		onRejected: parameters.choice(onRejected, ['fail', 'report'], OPTIONS),
		confirmMs: parameters.wholeNumber(confirmSeconds, OPTIONS) * 1000,
		maxRetries: parameters.wholeNumber(maxRetries, OPTIONS),
		giveUpAfterMs: parameters.wholeNumber(giveUpAfterSeconds, OPTIONS) * 1000,
		timeoutMs: parameters.wholeNumber(timeout, OPTIONS),
		dryRun: parameters.boolean(dryRun, OPTIONS),
	};
}
