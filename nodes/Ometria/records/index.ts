export { checkRecord } from './check';
export type {
	Checked,
	EmptyValues,
	ExcelDates,
	Finding,
	JsonRecord,
	RecordRules,
	RecordType,
	UnknownField,
	UnknownFields,
	UnknownFieldsFound,
	Validation,
} from './types';
export { RECORD_TYPE_LABELS } from './labels';
