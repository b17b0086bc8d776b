import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Yielder } from '../../n8n/yielder';
import type { PushOptions } from '../../push/options';
import { isTimezone } from '../../utils/time';
import { type Parameters, RunParameters, runParameters } from '../parameters';
import { timeout } from '../readProperties';
import {
	CHECK_CHOICES,
	convertTypes,
	emptyValues,
	excelDates,
	textTimezone,
	unknownFields,
	validation,
} from './checkOptions';
import {
	batchSize,
	confirmSeconds,
	dryRun,
	dryRunOutput,
	giveUpAfterSeconds,
	includeRecordIds,
	maxRetries,
	onRejected,
	OPTIONS,
	output,
} from './properties';

/**
 * Reads Time Zone of Texts.
 *
 * @returns an IANA name; undefined takes the workflow's
 * @throws WrongParameter for a name that is not a time zone
 */
export function readTimezone(parameters: Parameters): string | undefined {
	const timezone = parameters.optionalText(textTimezone, OPTIONS);
	if (timezone === undefined || isTimezone(timezone)) return timezone;
	throw parameters.wrong(textTimezone, 'a time zone such as UTC or Europe/London', timezone);
}

/**
 * Reads Dry Run and the options of a push that are the same for all items.
 *
 * @param group the collection of options that the operation has
 * @throws WrongParameter that names the option, what is expected and what was found
 */
export async function readPushOptions(
	context: IExecuteFunctions,
	group: INodeProperties,
	yielder: Yielder,
): Promise<PushOptions> {
	runParameters(context).checkGroup(group, [dryRun.name]);
	const run = new RunParameters(context, yielder);
	const number = async (option: INodeProperties) =>
		await run.read(option, (parameters) => parameters.wholeNumber(option, OPTIONS), OPTIONS);
	const flag = async (option: INodeProperties) =>
		await run.read(option, (parameters) => parameters.boolean(option, OPTIONS), OPTIONS);
	const choice = async <T extends string>(option: INodeProperties, values: readonly T[]) =>
		await run.read(option, (parameters) => parameters.choice(option, values, OPTIONS), OPTIONS);
	return {
		batchSize: await number(batchSize),
		output: await choice(output, ['requests', 'records', 'summary']),
		includeRecordIds: await flag(includeRecordIds),
		convertTypes: await flag(convertTypes),
		validation: await choice(validation, CHECK_CHOICES.validation),
		unknownFields: await choice(unknownFields, CHECK_CHOICES.unknownFields),
		emptyValues: await choice(emptyValues, CHECK_CHOICES.emptyValues),
		excelDates: await choice(excelDates, CHECK_CHOICES.excelDates),
		onRejected: await choice(onRejected, ['fail', 'report']),
		confirmMs: (await number(confirmSeconds)) * 1000,
		maxRetries: await run.read(
			maxRetries,
			(parameters) => parameters.optionalWholeNumber(maxRetries, OPTIONS),
			OPTIONS,
		),
		giveUpAfterMs: (await number(giveUpAfterSeconds)) * 1000,
		timeoutMs: await number(timeout),
		// As an option, too, where it was up to 0.1: what was saved as a dry run must send nothing.
		dryRun:
			(await flag(dryRun)) || (await run.read(dryRun, (parameters) => parameters.boolean(dryRun))),
		dryRunOutput: await run.read(dryRunOutput, (parameters) =>
			parameters.choice(dryRunOutput, ['records', 'columns']),
		),
	};
}
