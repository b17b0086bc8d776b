import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Yielder } from '../../n8n/yielder';
import type { PushOptions } from '../../push/options';
import { isTimezone } from '../../utils/time';
import { type Parameters, RunParameters } from '../parameters';
import { timeout } from '../readProperties';
import { isChanged, isExpression, mayGive } from '../savedParameters';
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

/** How an option is read, and what it is where it was not added. */
interface OptionReader<T> {
	option: INodeProperties;
	read: (parameters: Parameters) => T;
	absent: T;
	/** What the editor's unit is multiplied by, once all items are known to give the same. */
	factor?: number;
}

const flag = (option: INodeProperties): OptionReader<boolean> => ({
	option,
	read: (parameters) => parameters.boolean(option, OPTIONS),
	absent: option.default === true,
});

const number = (option: INodeProperties, factor = 1): OptionReader<number> => ({
	option,
	read: (parameters) => parameters.wholeNumber(option, OPTIONS),
	absent: Number(option.default),
	factor,
});

const choice = <T extends string>(
	option: INodeProperties,
	values: readonly T[],
): OptionReader<T> => ({
	option,
	read: (parameters) => parameters.choice(option, values, OPTIONS),
	absent: option.default as T,
});

/** In the order in which a wrong one is said. */
const READERS: {
	[Name in Exclude<keyof PushOptions, 'dryRunOutput'>]: OptionReader<PushOptions[Name]>;
} = {
	batchSize: number(batchSize),
	output: choice(output, ['requests', 'records', 'summary']),
	includeRecordIds: flag(includeRecordIds),
	convertTypes: flag(convertTypes),
	validation: choice(validation, CHECK_CHOICES.validation),
	unknownFields: choice(unknownFields, CHECK_CHOICES.unknownFields),
	emptyValues: choice(emptyValues, CHECK_CHOICES.emptyValues),
	excelDates: choice(excelDates, CHECK_CHOICES.excelDates),
	onRejected: choice(onRejected, ['fail', 'report']),
	confirmMs: number(confirmSeconds, 1000),
	maxRetries: {
		option: maxRetries,
		read: (parameters) => parameters.optionalWholeNumber(maxRetries, OPTIONS),
		absent: undefined,
	},
	giveUpAfterMs: number(giveUpAfterSeconds, 1000),
	timeoutMs: number(timeout),
	// An option up to 0.1: what was saved as a dry run must send nothing.
	dryRun: flag(dryRun),
};

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
	const { parameters: saved } = context.getNode();
	const { [OPTIONS]: added } = saved;
	let parameters: RunParameters | undefined;
	const run = () => (parameters ??= new RunParameters(context, yielder));
	if (isExpression(added)) run().ofRun.checkGroup(group, [dryRun.name]);
	const options: Record<string, unknown> = {};
	for (const [name, { option, read, absent, factor = 1 }] of Object.entries(READERS)) {
		const isGiven = mayGive(added, option.name);
		const value = isGiven ? await run().read<unknown>(option, read, OPTIONS) : absent;
		options[name] = typeof value === 'number' ? value * factor : value;
	}
	if (isChanged(saved[dryRun.name], dryRun)) {
		options.dryRun ||= await run().read(dryRun, (ofRun) => ofRun.boolean(dryRun));
	}
	options.dryRunOutput = isChanged(saved[dryRunOutput.name], dryRunOutput)
		? await run().read(dryRunOutput, (ofRun) => ofRun.choice(dryRunOutput, ['records', 'columns']))
		: dryRunOutput.default;
	// Each reader gives what its name has in PushOptions, which the compiler loses in a loop.
	return options as unknown as PushOptions;
}
