export { checkRecord } from './check';
export type {
	Checked,
	Finding,
	JsonRecord,
	RecordRules,
	RecordType,
	UnknownFields,
	Validation,
} from './types';
export { RECORD_TYPE_LABELS } from './labels';
