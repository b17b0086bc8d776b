export { checkRecord } from './check';
export type { Finding } from './findings';
export type {
	EmptyValues,
	ExcelDates,
	JsonRecord,
	RecordRules,
	RecordType,
	UnknownFields,
	Validation,
	ValueReading,
} from './types';
export { RECORD_TYPE_LABELS } from './labels';
export type { Reason } from './rules';
