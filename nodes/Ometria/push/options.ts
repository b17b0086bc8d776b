import type { EmptyValues, ExcelDates, UnknownFields, Validation } from '../records';
import type { OnRejected } from './outcome';

export type Output = 'requests' | 'records' | 'summary';

/** What a dry run outputs: each record, or what becomes of each column. */
export type DryRunOutput = 'records' | 'columns';

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
	onRejected: OnRejected;
	/** How long to wait for push errors after the last request, ms; 0 does not wait. */
	confirmMs: number;
	/** Undefined sets no limit. */
	maxRetries: number | undefined;
	giveUpAfterMs: number;
	timeoutMs: number;
	/** Whether to show what would be sent, and send nothing. */
	dryRun: boolean;
	dryRunOutput: DryRunOutput;
}
